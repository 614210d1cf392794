/** docs/scenes.md, from the one list of scenes and the words of a language. */

import type { Messages } from '../i18n';
import type { documentTexts } from '../i18n/en/documents';
import { SCENES, sceneAddress, textOf } from '../scenes/list';

export function scenesPage(words: Messages, frame: (typeof documentTexts)['scenes']): string {
  const scenes = SCENES.flatMap((scene) => {
    const { title, text } = textOf(scene, words);
    return [`## ${title}`, '', `${frame.kind(words.scenes.kinds[scene.kind])}${text}`, '', `    ${sceneAddress(scene)}`, ''];
  });
  return [`# ${words.scenes.title}`, '', frame.lead, '', ...scenes].join('\n');
}
