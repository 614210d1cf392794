/** The gallery page. */

export const scenesTexts = {
  scenes: {
    title: 'Scenes',
    pages: 'Pages',
    playground: 'Playground',
    lessons: 'Course',
    subtitle: 'What works, what fails, and what one would not expect. Every number is checked against the model that trains when you open the scene.',
    kinds: { good: 'Works', bad: 'Fails', surprise: 'Surprises' },
    closeGallery: 'Back to the playground',
    open: 'Open',
    openScene: (title: string) => `Open: ${title}`,
    predict: 'Predict first',
    predictScene: (title: string) => `Predict first, with the outcome hidden: ${title}`,
    still: (gradient: string, update: string) => `${gradient} ÷ last step, update ${update}`,
  },
  sceneTexts: {
    race: {
      title: 'RNN, LSTM and GRU',
      text: 'In the first backward pass less than a ten-billionth of the error signal reaches the first letter in the RNN, but a tenth and more in the LSTM and the GRU, whose gates start open. At update 130 these two answer right, and the RNN guesses.',
    },
    vanishing: {
      title: 'Vanishing',
      text: 'Over all 40 steps the RNN’s gradient shrinks below a hundred-thousandth, update after update. Almost no signal reaches the first letter; only shorter training sequences still teach it, and 140 updates later the answers are still near chance.',
    },
    exploding: {
      title: 'Exploding',
      text: 'ReLU units with a spectral radius of 1.6 let the gradient grow more than a hundredfold on its way back, and nothing clips it. Within ten updates the weights are no longer finite; a note beside the model says where it began.',
    },
    clipped: {
      title: 'Exploding, but clipped',
      text: 'The experiment of “Exploding”, but every gradient longer than 1 is scaled down to it, the first of them from over 900. That happens in more than half of the updates, and after 400 of them the task is learned.',
    },
    carried: {
      title: 'Carried through open gates',
      text: 'With a forget bias of 4 every forget gate starts open. Through its memory c at least a fifth of the gradient survives all 40 steps, through h alone at least a thousandth; the LSTM names the first letter before update 80.',
    },
    opening: {
      title: 'A path that opens',
      text: 'A fresh GRU, its update gates as PyTorch initialises them, vanishes much like an RNN: at the start less than a ten-millionth arrives. It learns to open its path, and by update 200 a tenth of the gradient and more reaches the first step.',
    },
    truncated: {
      title: 'Truncated',
      text: 'The gradient is cut every ten steps: at the first thirty it is exactly zero, not small. The state still carries the letter forward, but no error comes back to where it was read, so after 200 updates most answers are wrong; with shorter sequences in training, which no cut divides, the same LSTM learns it.',
    },
    saturated: {
      title: 'Saturated',
      text: 'A learning rate of 0.1 drives nine of ten states against ±1, where the slope of tanh is nearly zero. The gradient falls far below 2⁻²⁴, where a float32 sum loses it, although the spectral radius is above 5.',
    },
    shut: {
      title: 'The forget gate shut',
      text: 'A forget bias of −5 closes every forget gate, and the LSTM forgets at every step. Less than 10⁻³⁰ of the gradient reaches the first one: an LSTM can vanish worse than an RNN.',
    },
    'bias-zero': {
      title: 'Forget bias 0',
      text: 'Half-open forget gates halve the memory at every step, so at the start the LSTM vanishes like an RNN. The gates have to learn to open first: after 50 updates they have not, by update 250 the answers are right.',
    },
    'bias-five': {
      title: 'Forget bias 5',
      text: 'The experiment of “Forget bias 0” with one number changed: σ(5) = 0.993, so the cell keeps over 98\u202f% a step. The gradient arrives from the first update on, and by update 70 the task is learned.',
    },
    identity: {
      title: 'Identity and ReLU',
      text: 'A plain RNN again, but its recurrent weights start as the identity and its units are ReLU: what is not changed is kept (after the IRNN of Le et al. 2015). Most of the gradient survives 40 steps at the start, and by update 50 the letter is remembered.',
    },
    bounded: {
      title: 'Explodes, yet stays finite',
      text: 'At a spectral radius of 3 the gradient grows on its way back, and at the first update its norm is above a thousand. Still nothing diverges: tanh bounds every state, and Adam divides each step by the size of the gradient.',
    },
    edge: {
      title: 'Balanced, for a moment',
      text: 'Rescaled to a spectral radius of 1.2, the gradient neither dies nor explodes at the start: with this seed, tanh takes about what the weights add. Training does not keep the balance, and at update 100 less than a ten-billionth arrives.',
    },
    orthogonal: {
      title: 'Orthogonal is not immune',
      text: 'Orthogonal weights keep the length of every vector, and the spectral radius is exactly 1. But each step also multiplies by the slope of tanh, which is at most 1: over 100 steps less than a thousandth is left.',
    },
    counting: {
      title: 'Counting: LSTM against GRU',
      text: 'Which bracket comes next can only be known by counting, up to a hundred deep. The LSTM adds and subtracts a fixed amount in its cell state and answers everything right at update 900; the GRU, whose states are bounded by ±1, comes close and keeps making mistakes.',
    },
    window: {
      title: 'The window’s edge',
      text: 'This model sees the last 8 inputs, and the letter to remember stands 19 steps back. Beyond the edge ∂L/∂x is exactly zero, marked with a 0: no amount of training finds what was never read.',
    },
    latched: {
      title: 'Vanished, yet right',
      text: 'After 600 updates this RNN names the letter every time, while less than 10⁻¹⁵ of the gradient reaches it. Its saturated units have latched on: small changes of that state no longer move the loss; that does not mean it is forgotten.',
    },
    closing: {
      title: 'h closes, c stays open',
      text: 'A thousand updates later the LSTM still answers right, yet less than a hundred-thousandth of ∂L/∂h reaches the first step. The memory is in c: of ∂L/∂c a tenth and more arrives, so look at both before you call a gradient vanished.',
    },
    abyss: {
      title: 'Below every float',
      text: 'A spectral radius of 0.05 over 400 steps leaves less than 10⁻⁴⁰⁰, below the smallest positive number that a double can hold. It is not zero, and the chart does not round it: the magnitude is carried as an exponent of its own.',
    },
    speaker: {
      title: 'Short enough for an RNN',
      text: 'A vowel is at most 29 frames long and something is asked at every one, so no gradient has far to go. By update 150 the plain RNN names the speaker of nine frames in ten, as the GRU does: not every sequence needs gates.',
    },
    negation: {
      title: 'A word that turns all others round',
      text: 'A single ‘not’ decides, up to forty words before the judgement. For 400 updates both models guess; by update 800 the GRU, whose gates carry the gradient, has found it and judges every sentence right, while the RNN still guesses.',
    },
    'late-cue': {
      title: 'Too late to know',
      text: 'At update 300 the GRU tags 98 of 100 words right, and the first one wrong: ‘washington’ is a factory here, but that is said only after the tag is due. A model that reads forward has to guess; one that reads both ways would not.',
    },
    season: {
      title: 'A year is longer than the window',
      text: 'The window sees five months, and next month’s passengers are told by those of twelve months ago. At update 200 its error is more than one and a half times that of the RNN, which carries the season in its state.',
    },
    pixels: {
      title: 'A picture, pixel by pixel',
      text: 'Row by row a digit is 64 steps long. In the RNN less than 10⁻¹² of the gradient reaches the first pixel before training, in the GRU more than a hundredth; at update 300 the GRU is right more than four times in five, the RNN less than three in four.',
    },
    film: {
      title: 'No single frame knows',
      text: 'Which way the shape turns shows in two frames; how often it bounces, only in all, and guessing is right once in eight. By update 200 the GRU is right more than one time in three; the RNN, whose gradient had lost all but 10⁻⁵ at the start, less than one in four.',
    },
    gesture: {
      title: 'One moment in 150 frames',
      text: 'Gun or finger differ in a short moment at the holster, and the answer is due at frame 150. In the RNN less than a trillionth of the gradient gets that far back, and it keeps guessing; in the GRU a third and more does, and at update 300 it is right 19 times in 20.',
    },
    translated: {
      title: 'All through one state',
      text: 'Number words are read letter by letter and then written in digits: all that is written has to come through the one state at the sign =, a bottleneck for which attention was invented. At update 500 the LSTM writes four digits in five right, the RNN fewer than half.',
    },
    'by-heart': {
      title: 'Two sonnets by heart',
      text: 'The next letter of a text is mostly told by the last few. A window of five letters knows four in five of them by update 300, while the LSTM, whose forget gates are open for long memories, is right on about half: a longer memory than the task needs takes its time to learn.',
    },
    'reads-all': {
      title: 'Two hundred steps in one',
      text: 'Of the gradient at the question less than 10⁻²⁵ gets back over 200 steps to the first letter in the RNN, at every update, and it guesses. The attention model reads every step directly: its gradient reaches the first letter as strongly as the last, and at update 100 it answers right.',
    },
    'state-tracking': {
      title: 'Parity: who can keep count',
      text: 'Each step asks whether the number of ones so far is odd, and the LSTM answers right from update 150 on. minGRU, whose state is only multiplied by numbers between 0 and 1, stays near chance; the LRU, whose state may turn, gets most answers right; attention, which reads all steps at once, gets three in four at most.',
    },
    copied: {
      title: 'Copied over 190 steps',
      text: 'Ten symbols come first, then blanks; the last ten steps have to repeat the symbols, and the RNN never learns more than the blanks, which are 95\u202f% of the answers. By update 400 each step of the attention model has found the place from which it copies, 190 steps back in one.',
    },
    'parity-forty': {
      title: 'Parity over 40 steps',
      text: 'At update 500 RNN, LSTM and GRU answer right over forty steps, too, learned from sequences of 2 to 40: their state can change sign with every one that comes. minGRU is still at chance: its state is only ever multiplied by numbers between 0 and 1.',
    },
    'parity-hundred': {
      title: 'Parity over 100 steps',
      text: 'Over a hundred steps the LSTM answers right at update 300. The LRU, whose state may turn and which got most answers right over twenty steps, is at chance here, as minGRU is everywhere: in both, what a step does to the state does not depend on what the state is.',
    },
    cost: {
      title: 'What reading everything costs',
      text: 'With as many weights, within one per cent, GRU and LRU take 1.0 and 1.1 million multiplications to read 400 steps once, and twice as many for twice the steps. Attention sets every step against all before it and takes 2.9 million; over 800 steps it is 9.7 million, more than three times as many, and once training goes on, the milliseconds that an update takes here stand right of each gradient.',
    },
  },
};
