/** What the dialog “Embed” says. */

import type { Language } from '../i18n/language';

export interface EmbedTexts {
  title: string;
  intro: string;
  close: string;
  show: string;
  panels: Record<string, string>;
  touch: string;
  controls: Record<'none' | 'play' | 'full', string>;
  theme: string;
  themes: Record<'auto' | 'light' | 'dark', string>;
  language: string;
  languages: Record<'auto' | 'en' | 'zh', string>;
  autoplay: string;
  caption: string;
  captionHint: string;
  preview: string;
  tag: string;
  tagHint: string;
  frame: string;
  frameHint: string;
  script: string;
  copy: string;
  copied: string;
  offline: string;
  offlineHint: string;
  frameTitle: string;
}

export const EMBED_TEXTS: Readonly<Record<Language, EmbedTexts>> = {
  en: {
    title: 'Embed this experiment',
    intro: 'The experiment is the one on the page. Choose what a post shows of it, then copy one of the two.',
    close: 'Close',
    show: 'Shows',
    panels: { chart: 'gradient chart', state: 'hidden state', gates: 'gates', gradient: 'gradient by unit', answers: 'answers', flow: 'which step hears which loss', cell: 'cell diagram', loss: 'loss', film: 'film of gradients', facts: 'loss and accuracy in numbers' },
    touch: 'Readers can touch',
    controls: { none: 'nothing', play: 'play, step, start over', full: 'everything' },
    theme: 'Colours',
    themes: { auto: 'as the reader’s system', light: 'light', dark: 'dark' },
    language: 'Language',
    languages: { auto: 'as the reader’s browser', en: 'English', zh: 'Chinese' },
    autoplay: 'Starts by itself when it is scrolled into view',
    caption: 'Caption',
    captionHint: 'One sentence under the picture',
    preview: 'Preview',
    tag: 'As a tag',
    tagHint: 'For pages that may hold scripts. Light, follows the column’s width.',
    frame: 'As a frame',
    frameHint: 'For editors that remove scripts.',
    script: 'With a script, the frame keeps the right height by itself',
    copy: 'Copy',
    copied: 'Copied',
    offline: 'Download the offline file',
    offlineHint: 'The whole page in one file, for classrooms without a network.',
    frameTitle: 'Vanishing Point: gradients of recurrent networks in training',
  },
  zh: {
    title: '嵌入这个实验',
    intro: '嵌入的就是当前页面上的实验。选择要展示的内容，然后复制其中一段代码。',
    close: '关闭',
    show: '展示内容',
    panels: { chart: '梯度图', state: '隐藏状态', gates: '门', gradient: '各单元梯度', answers: '答案', flow: '哪一步听得到哪个损失', cell: '单元结构图', loss: '损失', film: '梯度胶片', facts: '损失与准确率数值' },
    touch: '读者可以操作',
    controls: { none: '不可操作', play: '播放、单步、重新开始', full: '全部参数' },
    theme: '配色',
    themes: { auto: '跟随读者的系统', light: '浅色', dark: '深色' },
    language: '语言',
    languages: { auto: '跟随读者的浏览器', en: '英文', zh: '中文' },
    autoplay: '滚动到视野内时自动开始',
    caption: '图注',
    captionHint: '图下的一句话',
    preview: '预览',
    tag: '标签代码',
    tagHint: '适用于允许脚本的页面：体积小，宽度随栏宽变化。',
    frame: '框架代码（iframe）',
    frameHint: '适用于会去除脚本的编辑器。',
    script: '附带脚本，让框架自动保持合适的高度',
    copy: '复制',
    copied: '已复制',
    offline: '下载离线文件',
    offlineHint: '整个页面合成一个文件，供没有网络的教室使用。',
    frameTitle: 'Vanishing Point：训练中的循环网络的梯度',
  },
};
