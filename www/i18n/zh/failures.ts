/** 未能加载或启动的内容。 */

import type { Failure, FileKind } from '../failure';

const FILES: Record<FileKind, string> = { core: '核心模块', data: '数据集', worker: '工作线程脚本', model: '权重文件' };

export const failuresTexts = {
  failures: (failure: Failure): string => {
    switch (failure.kind) {
      case 'unreachable': {
        const beginning = `无法从 ${failure.address} 获取${FILES[failure.file]}：`;
        if (failure.offline) return `${beginning}设备处于离线状态。请联网后重试。`;
        if (failure.otherOrigin) return `${beginning}没有应答。可能是服务器无法访问，或服务器不允许其他来源读取该文件（Access-Control-Allow-Origin），或本页的策略禁止访问（connect-src）。`;
        return `${beginning}没有应答。可能是服务器无法访问（请稍后重试），或本页的策略禁止访问（connect-src）。`;
      }
      case 'status':
        return `无法从 ${failure.address} 获取${FILES[failure.file]}：服务器应答 ${failure.status}${failure.status === 404 ? '（未找到）。请将文件放到该地址，或指明文件所在的位置' : ''}。`;
      case 'html':
        return `${failure.address} 处是一个网页（HTML），而不是${FILES[failure.file]}。请将文件放到该地址，或指明文件所在的位置。`;
      case 'cut':
        return `从 ${failure.address} 获取${FILES[failure.file]}时连接中断${failure.expected === null ? '' : `（应有 ${failure.expected} 字节）`}。请重试。`;
      case 'damaged':
        return failure.address === null
          ? `${FILES[failure.file]}的字节已损坏（共 ${failure.bytes} 字节）。`
          : `来自 ${failure.address} 的${FILES[failure.file]}已损坏或不完整（收到 ${failure.bytes} 字节）。请重新放置此版本的文件。`;
      case 'type':
        return `${failure.address} 处的工作线程脚本以“${failure.type}”类型发送，而浏览器只运行 text/javascript。请在服务器上设置类型。`;
      case 'versions':
        return `核心模块与工作线程脚本${failure.address === null ? '' : `（${failure.address}）`}版本不一致。请将同一版本的文件放在一起，然后刷新页面。`;
      case 'noWebAssembly':
        return '此浏览器不提供 WebAssembly，而模型要靠它训练。若处于锁定模式，请在浏览器设置中为本站放行。';
      case 'noSimd':
        return '此浏览器的 WebAssembly 不支持核心模块所需的 128 位 SIMD。请使用较新的浏览器。';
      case 'wasmPolicy':
        return '本页的策略禁止 WebAssembly：script-src 须允许 \'wasm-unsafe-eval\'。';
      case 'workerPolicy':
        return `本页的策略不允许启动工作线程：worker-src 须允许 ${failure.source}。`;
      case 'trustedTypes':
        return `本页的策略要求可信类型（Trusted Types），因此无法启动工作线程：trusted-types 须允许 ${failure.name}。`;
      case 'noAddress':
        return `此脚本没有自己的地址，无法在其旁边找到${FILES[failure.file]}。请指明文件位置：VanishingPoint = {assets: {wasm, worker}}。`;
      case 'swallowed':
        return '<vanishing-point> 标签没有闭合，无论是否写作“/>”，HTML 都把其后的内容当作它的内容。请在它后面写上 </vanishing-point>。';
      case 'part':
        return failure.offline
          ? '此部分无法加载：设备处于离线状态。请联网后重试。'
          : `此部分无法${failure.address === null ? '' : `从 ${failure.address} `}加载：服务器无法访问，或其上已是另一版本。请重试，或刷新页面。`;
    }
  },
};
