import { expect, test } from 'vitest';

import { engine } from '../generated/version';
import { readAddress } from '../store/address';
import { defaults } from '../store/parameters';
import { frameHash, frameSnippet, tagSnippet, type Setup } from './snippets';

const site = 'https://example.org/vp/';
const setup: Setup = { experiment: { ...defaults(), cells: ['rnn', 'lstm'], forgetBias: 0 }, panels: ['chart', 'film'], controls: 'play', autoplay: true, theme: '', lang: '', caption: '' };

test('a tag has the attributes that differ from the default, in kebab-case', () => {
  expect(tagSnippet(setup, site)).toBe(
    '<script type="module" src="https://example.org/vp/vanishing-point.js"></script>\n'
    + '<vanishing-point cells="rnn,lstm" forget-bias="0" panels="chart,film" controls="play" playground="https://example.org/vp/" autoplay></vanishing-point>',
  );
});

test('a frame has the same keys, and an address reads them back', () => {
  const { given, view, unknown } = readAddress(`#${frameHash(setup)}`);
  expect(given).toEqual({ cells: ['rnn', 'lstm'], forgetBias: 0 });
  expect(view).toEqual({ panels: 'chart,film', engine: String(engine) });
  expect(unknown).toEqual([['controls', 'play'], ['autoplay', '']]);
  expect(frameSnippet(setup, site, 'RNN', 431.2)).toContain('height="432"');
});

test('a caption cannot leave its attribute', () => {
  const hostile = { ...setup, caption: '"><script>alert(1)</script>&' };
  expect(tagSnippet(hostile, site)).toContain('caption="&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;&amp;"');
  expect(frameSnippet(hostile, site, '"><b>', 400)).not.toContain('<b>');
});
