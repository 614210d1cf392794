/** The works that the lessons cite. Titles stay as they were published. */

export interface Source {
  /** As the lessons cite it: names and year. */
  names: string;
  year: number;
  title: string;
  /** Where it appeared. */
  place: string;
  address: string;
}

const arxiv = (number: string) => `https://arxiv.org/abs/${number}`;

export const SOURCES = {
  bahdanau: { names: 'Bahdanau, Cho, Bengio', year: 2015, title: 'Neural machine translation by jointly learning to align and translate', place: 'ICLR', address: arxiv('1409.0473') },
  beck: { names: 'Beck et al.', year: 2024, title: 'xLSTM: Extended long short-term memory', place: 'NeurIPS', address: arxiv('2405.04517') },
  bengio94: { names: 'Bengio, Simard, Frasconi', year: 1994, title: 'Learning long-term dependencies with gradient descent is difficult', place: 'IEEE Transactions on Neural Networks 5', address: 'https://doi.org/10.1109/72.279181' },
  bengio03: { names: 'Bengio, Ducharme, Vincent, Jauvin', year: 2003, title: 'A neural probabilistic language model', place: 'JMLR 3', address: 'https://www.jmlr.org/papers/v3/bengio03a.html' },
  cho: { names: 'Cho et al.', year: 2014, title: 'Learning phrase representations using RNN encoder-decoder for statistical machine translation', place: 'EMNLP', address: arxiv('1406.1078') },
  chung: { names: 'Chung, Gulcehre, Cho, Bengio', year: 2014, title: 'Empirical evaluation of gated recurrent neural networks on sequence modeling', place: 'arXiv', address: arxiv('1412.3555') },
  elman: { names: 'Elman', year: 1990, title: 'Finding structure in time', place: 'Cognitive Science 14', address: 'https://doi.org/10.1207/s15516709cog1402_1' },
  feng: { names: 'Feng et al.', year: 2024, title: 'Were RNNs all we needed?', place: 'arXiv', address: arxiv('2410.01201') },
  gers: { names: 'Gers, Schmidhuber, Cummins', year: 2000, title: 'Learning to forget: continual prediction with LSTM', place: 'Neural Computation 12', address: 'https://doi.org/10.1162/089976600300015015' },
  graves: { names: 'Graves, Mohamed, Hinton', year: 2013, title: 'Speech recognition with deep recurrent neural networks', place: 'ICASSP', address: arxiv('1303.5778') },
  grazzi: { names: 'Grazzi et al.', year: 2024, title: 'Unlocking state-tracking in linear RNNs through negative eigenvalues', place: 'arXiv', address: arxiv('2411.12537') },
  gu: { names: 'Gu, Dao', year: 2023, title: 'Mamba: Linear-time sequence modeling with selective state spaces', place: 'arXiv', address: arxiv('2312.00752') },
  hochreiter: { names: 'Hochreiter, Schmidhuber', year: 1997, title: 'Long short-term memory', place: 'Neural Computation 9', address: 'https://doi.org/10.1162/neco.1997.9.8.1735' },
  jozefowicz: { names: 'Jozefowicz, Zaremba, Sutskever', year: 2015, title: 'An empirical exploration of recurrent network architectures', place: 'ICML', address: 'https://proceedings.mlr.press/v37/jozefowicz15.html' },
  kingma: { names: 'Kingma, Ba', year: 2015, title: 'Adam: A method for stochastic optimization', place: 'ICLR', address: arxiv('1412.6980') },
  martin: { names: 'Martin, Cundy', year: 2018, title: 'Parallelizing linear recurrent neural nets over sequence length', place: 'ICLR', address: arxiv('1709.04057') },
  mikolov: { names: 'Mikolov et al.', year: 2010, title: 'Recurrent neural network based language model', place: 'Interspeech', address: 'https://doi.org/10.21437/Interspeech.2010-343' },
  orvieto: { names: 'Orvieto et al.', year: 2023, title: 'Resurrecting recurrent neural networks for long sequences', place: 'ICML', address: arxiv('2303.06349') },
  pascanu: { names: 'Pascanu, Mikolov, Bengio', year: 2013, title: 'On the difficulty of training recurrent neural networks', place: 'ICML', address: arxiv('1211.5063') },
  saxe: { names: 'Saxe, McClelland, Ganguli', year: 2014, title: 'Exact solutions to the nonlinear dynamics of learning in deep linear neural networks', place: 'ICLR', address: arxiv('1312.6120') },
  schuster: { names: 'Schuster, Paliwal', year: 1997, title: 'Bidirectional recurrent neural networks', place: 'IEEE Transactions on Signal Processing 45', address: 'https://doi.org/10.1109/78.650093' },
  sutskever: { names: 'Sutskever, Vinyals, Le', year: 2014, title: 'Sequence to sequence learning with neural networks', place: 'NeurIPS', address: arxiv('1409.3215') },
  vaswani: { names: 'Vaswani et al.', year: 2017, title: 'Attention is all you need', place: 'NeurIPS', address: arxiv('1706.03762') },
  weiss: { names: 'Weiss, Goldberg, Yahav', year: 2018, title: 'On the practical computational power of finite precision RNNs for language recognition', place: 'ACL', address: arxiv('1805.04908') },
  werbos: { names: 'Werbos', year: 1990, title: 'Backpropagation through time: what it does and how to do it', place: 'Proceedings of the IEEE 78', address: 'https://doi.org/10.1109/5.58337' },
  williams: { names: 'Williams, Peng', year: 1990, title: 'An efficient gradient-based algorithm for on-line training of recurrent network trajectories', place: 'Neural Computation 2', address: 'https://doi.org/10.1162/neco.1990.2.4.490' },
} satisfies Record<string, Source>;

export type SourceId = keyof typeof SOURCES;
