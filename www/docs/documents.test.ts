/** The documents that are made from the sources are current; `cargo xtask docs` writes them anew. */

import { expect, test } from 'vitest';

import { LANGUAGES } from '../i18n/language';
import { parametersPage } from './parameters';
import { scenesPage } from './scenes';

for (const language of LANGUAGES) {
  const suffix = language === 'en' ? '' : `.${language}`;

  test(`docs/parameters${suffix}.md is what the table of parameters says`, async () => {
    await expect(parametersPage(language)).toMatchFileSnapshot(`../../docs/parameters${suffix}.md`);
  });

  test(`docs/scenes${suffix}.md is what the list of scenes says`, async () => {
    await expect(scenesPage(language)).toMatchFileSnapshot(`../../docs/scenes${suffix}.md`);
  });
}
