import type { LessonText } from '../../../lessons/lesson';

export const lesson: LessonText = {
  path: {
    title: 'A path of its own',
    text: [
      'An LSTM has a second state, the cell state *c*, and changes it by gates: *c*~t~ = *f* ⊙ *c*~t−1~ + *i* ⊙ *g*. The forget gate *f* says how much of each number is kept, the input gate *i* how much of the new content *g* is written: both lie between 0 and 1, and are computed from the input and from *h* at each step. Between *c* of one step and *c* of the next stands no matrix and no tanh, only *f*.',
      (live) => `So on its way back along *c* the gradient is multiplied by *f*. Here the forget gates start open, at ${live.lane('lstm').gate} on average, and ${live.lane('lstm').steps} such factors alone leave about half. A second way back, through *h* and the gates, adds to that. With the gradient at step 40 as 1, it comes to ${live.lane('lstm').left} at the first letter.`,
    ],
  },
  'side-by-side': {
    title: 'Side by side',
    text: [
      'RNN and LSTM before any training, on the same sequence. For each the chart shows the state that carries its memory: *h* of the RNN, *c* of the LSTM.',
      (live) => `With the gradient at step 40 as 1, it is ${live.lane('rnn').left} at step 1 of the RNN, and ${live.lane('lstm').left} at step 1 of the LSTM.`,
    ],
  },
  'not-h': {
    title: '*h* is not *c*',
    text: [
      'Now the chart shows the gradient with respect to the LSTM’s *h*. The curve falls within the first steps back and is flat from there: *h*~t~ = *o* ⊙ tanh(*c*~t~) is only what the output gate *o* shows of *c*, and on its way back the signal has moved over to *c*.',
      'Anyone who looks at *h* alone may mistake an LSTM that remembers well for one that forgets. A gradient means little until one says with respect to which state it is taken.',
    ],
  },
  'half-open': {
    title: 'Half open',
    text: ['The forget gates need not start open. With a forget bias of 0 they start half open, near 0.5.'],
    ask: {
      question: 'How much of the gradient gets back to the first letter now?',
      choices: ['About half of it', 'Next to nothing: nearly half is lost at every step', 'The same as before: it is an LSTM'],
      replies: [
        (live) => `A good half of it is left after one step. After ${live.lane('lstm').steps} it is ${live.lane('lstm').share}.`,
        (live) => `What arrives is ${live.lane('lstm').share}: the gates stand at ${live.lane('lstm').gate} on average, some of them higher, and the way through *h* adds its part, but a step still keeps only ${live.lane('lstm').gain} of it, ${live.lane('lstm').steps} times. The gradient of an LSTM can vanish like that of an RNN.`,
        (live) => `It is an LSTM, and its gradient vanishes: what arrives is ${live.lane('lstm').share}. What keeps a signal is not the name of the cell but an open gate.`,
      ],
    },
  },
  'learns-to-open': {
    title: 'Gates can learn',
    text: [
      'But gates are trained like everything else. In this run the training sequences have from four to forty letters; the short ones teach first, and what they teach is to keep.',
      (live) => `After ${live.update} updates ${live.lane('lstm').share} of the gradient gets back over forty letters, more than a hundred times as much as at the start, and ${live.lane('lstm').accuracy} of the answers are right.`,
    ],
  },
  shut: {
    title: 'Shut',
    text: [
      'And gates can stand in the way. With a forget bias of −5 nearly every forget gate is shut: the LSTM forgets at each step what it knew.',
      (live) => `Of a gradient of 1 at step 40, ${live.lane('lstm').left} is left at step 1: far less than in the RNN of this lesson.`,
    ],
  },
  held: {
    title: 'What if a gate decided nothing?',
    text: ['Gates can be held. Here the forget gate stands at 0.9 for every unit and at every step, as if the cell were built so, and the input gate at 0, so that nothing is ever written. Of the two ways back only the straight one, along *c*, is left.'],
    ask: {
      question: 'How much of the gradient with respect to *c* gets back over 39 steps?',
      choices: ['A good part of it', 'Less than a twentieth: 0.9³⁹ = 0.016', 'All of it: nothing stands in its way'],
      replies: [
        (live) => `Nine tenths are left after one step. Each of the ${live.lane('lstm').steps} steps takes its tenth, and ${live.lane('lstm').left} arrives.`,
        (live) => `Each step multiplies by 0.9, and 0.9 to the power of ${live.lane('lstm').steps} is ${live.lane('lstm').left}. In the chart that is a straight line.`,
        (live) => `The factor 0.9 stands in its way, ${live.lane('lstm').steps} times: ${live.lane('lstm').left} arrives.`,
      ],
    },
  },
  half: {
    title: 'How far open is open?',
    text: ['The other way round: the same cell, but half of the gradient at step 40 is to be left at step 1.'],
    ask: {
      question: 'At which value must the forget gate be held for that?',
      choices: ['At 0.9 or less', 'At about 0.95', 'At about 0.98', 'At 1: anything less is lost in the end'],
      replies: [
        (live) => `It must be much further open, at about 0.98, where it stands now: ${live.lane('lstm').left} is left. A step that loses a tenth seems harmless, but there are ${live.lane('lstm').steps} of them.`,
        (live) => `Further still: at 0.98, where it stands now, ${live.lane('lstm').left} is left. At 0.95 it would be 0.14.`,
        (live) => `At 0.98, where it stands now, ${live.lane('lstm').left} is left. That is why the forget gates of the first beats started so far open.`,
        (live) => `At 1 all of it would be left. It stands at 0.98 now, and ${live.lane('lstm').left} is left: ${live.lane('lstm').steps} losses of a fiftieth come to about half.`,
      ],
    },
  },
  drag: {
    title: 'Drag it yourself',
    text: [
      'Now its forget gate is held at 0.95. Below are the sliders of the gates: drag that of the forget gate, and the line turns about its right end. Its slope is log *f*, and at step 1 it has come to *f* to the power of 39: 1 at *f* = 1, 0.016 at 0.9, and 2 · 10⁻¹² at 0.5.',
      'Then untick the input gate, so that it is free again. Now *c* holds something, *h* shows it, and the second way back, through *h* and the gates, adds to the straight one. The curve bends away from the line: *f* alone does not tell what becomes of an LSTM’s gradient.',
    ],
  },
  carousel: {
    title: 'The cell of 1997',
    text: [
      'The first LSTM had no forget gate. From one step to the next *c* was multiplied by exactly 1, the “constant error carousel”: a forget gate held at 1. Here it is, and it learns.',
      (live) => `After ${live.update} updates it answers ${live.lane('lstm').accuracy} right: for one answer at the end it needs nothing else. With the gradient at step 40 as 1, it is ${live.lane('lstm').left} at step 1. It has grown, since the way through *h* and the gates, where there are matrices, adds to the straight one; by that way an LSTM’s gradient can explode as well.`,
      'What this cell lacks is a way to let go: *c* can only be added to, and in a stream without end it fills up. The forget gate was added in 2000 for that (Gers et al.).',
    ],
  },
  learned: {
    title: 'What the path is good for',
    text: ['RNN and LSTM once more, this time trained: 130 updates, sequences of four to forty letters, and the question is asked at forty.'],
    ask: {
      question: 'Which of them names the first letter then?',
      choices: ['The LSTM alone', 'Both', 'The RNN alone: it has fewer weights to learn'],
      replies: [
        (live) => `LSTM ${live.lane('lstm').accuracy}, RNN ${live.lane('rnn').accuracy}. The signal that arrives can teach.`,
        (live) => `LSTM ${live.lane('lstm').accuracy}, but RNN ${live.lane('rnn').accuracy}, which is no better than guessing. The RNN gets a signal from its first letter only in short sequences, and that is not enough yet.`,
        (live) => `RNN ${live.lane('rnn').accuracy}, LSTM ${live.lane('lstm').accuracy}. Fewer weights are no help where the signal is missing.`,
      ],
    },
  },
};
