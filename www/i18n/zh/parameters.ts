/** The parameters of an experiment and the words that they can be set to. */

import type { parametersTexts as English } from '../en/parameters';

export const parametersTexts: typeof English = {
  parameters: {
    cells: { label: '模型', hint: '相同的数据，相同的种子。' },
    task: { label: '任务', hint: '模型要学的内容。' },
    passage: { label: '文章', hint: '内置的文本。' },
    length: { label: '序列长度 *T*', hint: '最长训练序列的时间步数，也是所示序列的长度。' },
    shortest: { label: '最短长度', hint: '训练序列的长度从这里到全长随机选取。长短混合使学习容易得多。' },
    units: { label: '隐藏单元数', hint: '每一层的单元数。' },
    layers: { label: '层数', hint: '堆叠的循环层。' },
    activation: { label: '激活函数', hint: 'RNN 的非线性函数。' },
    resetGate: { label: '重置门', hint: '在循环乘积之后（PyTorch）或之前（Cho 等，2014）。二者并不等价。' },
    window: { label: '窗口', hint: '窗口模型能看到的输入个数。更早处的梯度严格为零。' },
    init: { label: '初始权重', hint: '循环权重的初始化方式。' },
    radius: { label: '谱半径', hint: '在开始时缩放循环权重。小于 1 时，单凭权重，信号长期趋于缩小。' },
    forgetBias: { label: '遗忘偏置', hint: 'LSTM 遗忘门的偏置，为两个偏置之和；none 为照常初始化，chrono 按序列长度铺开。通常取 1；取 4 时记忆约 38 步减半。' },
    updateBias: { label: '更新偏置', hint: 'GRU 与 minGRU 更新门的偏置，为两个偏置之和；none 为照常初始化，chrono 按序列长度铺开。越大，一开始保留得越多。' },
    rMin: { label: '最小 |λ|', hint: 'LRU 初始时的取值。特征值从这个半径与最大半径之间的圆环上抽取。' },
    rMax: { label: '最大 |λ|', hint: 'LRU 初始时的取值。越接近 1，状态保持得越久：0.99 时每 69 步减半。' },
    phaseMax: { label: 'λ 的最大辐角', hint: 'LRU 初始时的取值，单位为弧度：状态每步最多转过的角度，2π 为一整圈。' },
    optimizer: { label: '优化器', hint: '定义同 torch.optim；动量取 0.9，其余为其默认值。' },
    rate: { label: '学习率', hint: '每一步的大小。太大时训练可能饱和或发散。' },
    clip: { label: '梯度裁剪', hint: '限制一次更新的梯度。只能治爆炸，不能治消失。' },
    clipBy: { label: '裁剪方式', hint: '按全部梯度的范数，或按每个数。' },
    truncate: { label: '截断 BPTT', hint: '0 为完整的反向传播；否则状态继续传递，梯度每 k 步停止。' },
    batch: { label: '批大小', hint: '一次更新所用的序列数。' },
    seed: { label: '随机种子', hint: '相同的种子给出逐位相同的训练过程。' },
  },
  choices: {
    passage: { english: '英文', chinese: '中文' },
    activation: { tanh: 'tanh', relu: 'ReLU' },
    resetGate: { after: '之后', before: '之前' },
    init: { pytorch: 'PyTorch', xavier: 'Xavier', orthogonal: '正交', identity: '单位阵', normal: '正态' },
    forgetBias: { chrono: 'chrono（按长度铺开）' },
    updateBias: { chrono: 'chrono（按长度铺开）' },
    optimizer: { sgd: 'SGD', momentum: '动量', rmsprop: 'RMSprop', adam: 'Adam' },
    clipBy: { norm: '范数', value: '数值' },
  },
};
