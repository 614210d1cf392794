/** The dialog that makes snippets for other pages. */

import type { embedTexts as English } from '../en/embed';

export const embedTexts: typeof English = {
  embed: {
    title: '嵌入这个实验',
    intro: '嵌入的就是当前页面上的实验。选择要展示的内容，然后复制其中一段代码。',
    close: '关闭',
    show: '展示内容',
    panels: { chart: '梯度图', state: '隐藏状态', gates: '门', gradient: '各单元梯度', answers: '答案', flow: '每个损失的梯度能传回多远', cell: '单元结构图', loss: '损失', film: '梯度胶片', facts: '损失与准确率数值' },
    touch: '读者可以操作',
    controls: { none: '不可操作', play: '播放、单步、重新开始', full: '全部参数' },
    theme: '配色',
    themes: { auto: '跟随读者的系统', inherit: '跟随所在网页', light: '浅色', dark: '深色' },
    language: '语言',
    languages: { auto: '跟随读者的浏览器' },
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
