/** The documents that are made from the sources are current; `cargo xtask docs` writes them anew. */

import { expect, test } from 'vitest';

import { loadMessages } from '../i18n';
import type { documentTexts } from '../i18n/en/documents';
import { LANGUAGES } from '../i18n/languages';
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
