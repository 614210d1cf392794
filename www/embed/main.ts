/**
 * `embed.html`: one element that fills a frame. The address holds the experiment's keys and the element's attributes;
 * the parent is told the height: `{type: "vanishing-point:height", height}` in CSS pixels.
 */

import { register } from '../element/register';
import { languageTag, parseLanguage } from '../i18n/languages';
import { removeNotStarted } from '../offline/not-started';
import { readAddress } from '../store/address';
import { FRAME_KEYS } from './snippets';

removeNotStarted();
register();
const element = document.createElement('vanishing-point');
/** What a frame shows that is not told: as much as fits the height that the documentation gives it. */
const PANELS = 'chart,gradient,caption';
let told = 0;

function read(): void {
  const { given, view, unknown } = readAddress(location.hash);
  const words = new Map<string, string>([...Object.entries(view).map(([key, value]) => [key, String(value)] as const), ...unknown]);
  for (const key of FRAME_KEYS) {
    const value = words.get(key) ?? (key === 'panels' ? PANELS : undefined);
    if (value === undefined) element.removeAttribute(key);
    else element.setAttribute(key, value);
  }
  element.toggleAttribute('autoplay', words.has('autoplay') && words.get('autoplay') !== 'false');
  element.setAttribute('playground', './');
  element.experiment = given;
  if (view.t !== undefined || view.unit !== undefined) element.view = { ...element.view, t: view.t ?? null, unit: view.unit ?? null };
  document.documentElement.lang = languageTag(parseLanguage(view.lang) ?? 'en');
  document.documentElement.dataset.theme = view.theme ?? 'auto';
}

/** Whole pixels, and only when they changed: a frame that is resized by its parent must not talk it into a loop. */
function tell(): void {
  const height = Math.ceil(element.getBoundingClientRect().height);
  if (height === told || height === 0) return;
  told = height;
  parent.postMessage({ type: 'vanishing-point:height', height }, '*');
}

read();
document.getElementById('frame')!.append(element);
addEventListener('hashchange', read);
if (parent !== window) new ResizeObserver(tell).observe(element);
