/** The few words of the still picture, in both languages: it is there before any other text has been loaded. */

import type { Language } from '../i18n/language';

export interface PosterTexts {
  title: string;
  /** What the picture is a picture of. */
  recorded: (update: number, steps: number) => string;
  /** Where no run of this experiment was recorded. */
  unrecorded: string;
  /** What has to happen before it moves. */
  waits: string;
}

export const POSTER_TEXTS: Readonly<Record<Language, PosterTexts>> = {
  en: {
    title: 'How much learning signal reaches step t?',
    recorded: (update, steps) => `A still picture of a recorded run: what is left of the gradient at each of ${steps} steps, update ${update}.`,
    unrecorded: 'Gradient by time step. Of this experiment there is no recorded picture.',
    waits: 'Training starts when this comes into view.',
  },
  zh: {
    title: '有多少学习信号能传到第 t 步？',
    recorded: (update, steps) => `录制的静态图：第 ${update} 次更新时，${steps} 个时间步各还剩多少梯度。`,
    unrecorded: '各时间步的梯度。此实验没有录制的静态图。',
    waits: '滚动到此处时开始训练。',
  },
};
