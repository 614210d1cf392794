/** docs/scenes.md, from the one list of scenes and the words of a language. */

import type { Messages } from '../i18n';
import type { documentTexts } from '../i18n/en/documents';
import { KINDS, SCENES, sceneAddress, textOf } from '../scenes/list';

export function scenesPage(words: Messages, frame: (typeof documentTexts)['scenes']): string {
  const group = (kind: (typeof KINDS)[number]) => [
    `## ${words.scenes.kinds[kind]}`,
    '',
    ...SCENES.filter((scene) => scene.kind === kind).flatMap((scene) => {
      const { title, text } = textOf(scene, words);
      return [`### ${title}`, '', text, '', `    ${sceneAddress(scene) || '#'}`, ''];
    }),
  ];
  return [`# ${words.scenes.title}`, '', frame.lead, '', ...KINDS.flatMap(group)].join('\n');
}
