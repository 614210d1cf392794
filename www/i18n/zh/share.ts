/** Sharing and keeping a run. */

import type { shareTexts as English } from '../en/share';
import type { RunFault } from '../run-fault';

export const shareTexts: typeof English = {
  share: {
    title: '分享与保存',
    close: '关闭',
    paused: '分享期间暂停在当前这次更新。',
    link: '本实验的链接',
    fragment: '链接的末尾部分',
    fragmentHint: '这个文件没有网址。把这段文字接在网页的地址之后，或别的电脑上这个文件的地址之后，替换掉从 # 起的部分，就能打开同一次训练。',
    copyLink: '复制链接',
    copied: '已复制。',
    select: '此处不允许使用剪贴板。文字已选中，请用键盘复制。',
    ownText: '链接中不包含你自己的数据。',
    picture: '图片',
    pictureHint: '当前更新的曲线图与各个模型，并印有实验参数。',
    png: 'PNG',
    pngHint: '位图，适合幻灯片和文章',
    svg: 'SVG',
    svgHint: '矢量图与文字，适合编辑和印刷',
    animation: '动画',
    animationHint: '一次前向传播和一次反向传播，GIF 格式',
    drawing: (done, all) => `正在绘制第 ${done} 帧，共 ${all} 帧`,
    cancel: '取消',
    cancelled: '已取消。',
    data: '数据',
    history: '训练历史',
    historyHint: 'CSV：每次显示过的更新、每个模型各一行，最多 4096 次更新',
    allTraces: '全部轨迹',
    allTracesHint: 'JSON：所有模型的轨迹，存为一个文件',
    cell: '模型',
    trace: '轨迹',
    traceOf: (cell) => `${cell}：当前序列的全部数值，JSON 格式`,
    weights: '权重',
    weightsOf: (cell) => `${cell}：权重，safetensors 格式，名称与 PyTorch 一致`,
    pytorch: 'PyTorch',
    pytorchHint: '一份 Python 脚本：重建这次训练，并打印出相同的梯度范数。',
    copyScript: '复制',
    copyScriptOf: (cell) => `${cell}：复制为 PyTorch 脚本`,
    saveScript: '保存',
    saveScriptOf: (cell) => `${cell}：保存为 PyTorch 脚本（.py）`,
    run: '整个运行',
    runHint: '全部存进一个文件：各模型的权重和优化器状态、做过的改动、历史记录，以及您自己的数据。以后可以在这里或别处继续，数值与从未中断时完全一致。',
    saveRun: '保存运行',
    openRun: '打开已保存的运行…',
    runFault: (fault: RunFault): string => {
      switch (fault.kind) {
        case 'tooLarge':
          return `文件有 ${Math.ceil(fault.bytes / 2 ** 20)} MB，而保存的运行最大为 64 MB。`;
        case 'notOne':
          return '这不是本页面保存的运行。请选择文件名以 .run.safetensors 结尾的文件。';
        case 'damaged':
          return '文件已损坏，内容与保存时不同。请重新下载或复制。';
        case 'engine':
          return `该运行由引擎 ${fault.given} 保存，而本页面的引擎是 ${fault.own}，无法继续。`;
      }
    },
    saved: (name) => `已保存为 ${name}。`,
    failed: (reason) => `未能完成：${reason}`,
    nothing: '还没有可显示的内容。',
    unreadable: '此浏览器禁止读取画布（例如为了防止指纹识别），位图会变成噪点。请为本站放行，或保存为 SVG。',
    tooLarge: '图片超出了此浏览器能绘制的大小。',
    atUpdate: (update) => `第 ${update} 次更新`,
  },
};
