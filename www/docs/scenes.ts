/** docs/scenes.md, from the one list of scenes. */

import { BOTH } from '../i18n/both';
import type { Language } from '../i18n/language';
import { KINDS, SCENES, sceneAddress, wordsOf } from '../scenes/list';

const FRAME = {
  en: {
    lead: 'Made from `www/scenes/scenes.json` by `cargo xtask docs`; a test keeps it current. What stands after `#` opens the scene in the playground, wherever it is served; `hide=answer` added to it hides the outcome until someone asks. Every claim is held against the model that trains by `tests/scenes.rs`.',
  },
  zh: {
    lead: '由 `www/scenes/scenes.json` 生成（`cargo xtask docs`），并有测试保证一致。`#` 之后的部分在任何地方的实验台中打开这个场景；加上 `hide=answer` 则先不显示结果，直到有人揭晓。`tests/scenes.rs` 对照正在训练的模型检验每一项说法。',
  },
};

export function scenesPage(language: Language): string {
  const words = BOTH[language];
  const group = (kind: (typeof KINDS)[number]) => [
    `## ${words.scenes.kinds[kind]}`,
    '',
    ...SCENES.filter((scene) => scene.kind === kind).flatMap((scene) => {
      const { title, text } = wordsOf(scene, language);
      return [`### ${title}`, '', text, '', `    ${sceneAddress(scene) || '#'}`, ''];
    }),
  ];
  return [`# ${words.scenes.title}`, '', FRAME[language].lead, '', ...KINDS.flatMap(group)].join('\n');
}
