/** The documents that are made from the sources are current; `cargo xtask docs` writes them anew. */

import { readdirSync, readFileSync } from 'node:fs';

import { expect, test } from 'vitest';

import { loadMessages } from '../i18n';
import type { documentTexts } from '../i18n/en/documents';
import { LANGUAGES } from '../i18n/languages';
import { flaws } from '../i18n/mechanics';
import { parametersPage } from './parameters';
import { scenesPage } from './scenes';

for (const language of LANGUAGES) {
  const words = await loadMessages(language);
  const { documentTexts: frame } = (await import(`../i18n/${language}/documents.ts`)) as { documentTexts: typeof documentTexts };
  const suffix = language === 'en' ? '' : `.${language}`;

  test(`docs/parameters${suffix}.md is what the table of parameters says`, async () => {
    await expect(parametersPage(words, frame.parameters)).toMatchFileSnapshot(`../../docs/parameters${suffix}.md`);
  });

  test(`docs/scenes${suffix}.md is what the list of scenes says`, async () => {
    await expect(scenesPage(words, frame.scenes)).toMatchFileSnapshot(`../../docs/scenes${suffix}.md`);
  });
}

test('documents in Chinese are spaced and punctuated as Chinese is, and have one term for a thing', () => {
  const root = new URL('../../', import.meta.url);
  const files = ['README.zh.md', ...readdirSync(new URL('docs/', root)).filter((name) => name.endsWith('.zh.md')).map((name) => `docs/${name}`)];
  expect(files.length).toBeGreaterThan(3);
  const wrong = files.flatMap((file) => {
    const prose = readFileSync(new URL(file, root), 'utf8').replaceAll(/```[^]*?```/g, '');
    // Without what Markdown adds: code is a sign of its own, a link its text, a table its cells.
    const texts = prose.replaceAll(/`[^`]*`/g, '⟦⟧').replaceAll(/\]\([^)]*\)/g, '').replaceAll(/[[\]!]|<[^>]*>/g, '').split(/\n|\||\*\*|^- /m);
    return texts.flatMap((text) => flaws(text.trim(), 'zh').map((flaw) => `${file}: ${flaw}`));
  });
  expect(wrong).toEqual([]);
});
