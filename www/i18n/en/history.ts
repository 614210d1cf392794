/** The history of a run: film, milestones, divergence, looking back, notices. */

export const historyTexts = {
  film: {
    loss: 'loss',
    accuracy: 'accuracy',
    measures: 'What the chart shows',
    caption: 'film of gradients',
    explanation: 'Updates from left to right; in each strip t = 1 is on top. One sequence, relative to the last step.',
    update: 'update 0',
    baseline: (level: string) => `Dotted: ${level}, what a trivial answer reaches.`,
    training: 'Bold: on held-out data; thin: on the batch just learned from. Where bold rises while thin falls, the model is learning by heart.',
    heldOut: 'held out',
    learned: 'learned',
    trainingSummary: (losses: readonly string[]) => `Loss of the batch just learned from: ${losses.join(', ')}.`,
    lossOf: (cell: string, loss: string) => `${cell} ${loss}`,
    summary: (update: string, parts: readonly string[]) => `Loss at update ${update}: ${parts.join(', ')}.`,
  },
  milestone: {
    goOn: 'Continue',
    later: 'What happens later?',
  },
  diverged: {
    badge: (update: string) => `Diverged at update ${update}`,
    clip: 'Turn on clipping',
  },
  past: {
    slider: 'Update on view',
    bound: 'Drag to look back at any update. The page keeps at most 256 snapshots and 32 MB for each cell; in between it trains again, to the very same numbers.',
    valueText: (viewed: string, newest: string, parts: readonly string[]) => `update ${viewed} of ${newest}. ${parts.join(', ')}`,
    of: (newest: string) => `of ${newest}, looking back`,
    rewind: 'Rewind to here',
    rewindHint: 'Training goes on from this update. What came after it is discarded.',
    leave: 'Back to the newest',
    leaveHint: 'Nothing of the run is lost by looking back. Play goes on from the newest update.',
    back: 'One update back',
    event: (update: string, text: string) => `Update ${update}: ${text}.`,
    /** A step’s gradient was more than tenfold that of the last, for every loss that adds to it: not yet an explosion. */
    grows: (cell: string) => `${cell} gradient grows`,
    /** Between two changes. */
    between: ', ',
    diverges: (cell: string) => `${cell} diverges`,
    rescaled: (radius: string, cell: string | null) => `${cell === null ? '' : `${cell} `}radius ${radius}`,
    parameters: { rate: 'rate', clip: 'clip', clipBy: 'clip by', truncate: 'truncate', shortest: 'shortest', hold: 'hold' },
    where: (tensor: string, step: number | null) => `First not finite: ${tensor}${step === null ? '' : `, t\u00a0=\u00a0${step}`}`,
    recover: 'Rewind',
    recoverHint: 'All models go back to where the gradients of this one were still ordinary. Unless something is changed there, it diverges again.',
    clipHint: 'All models go back to where the gradients of this one were still ordinary, and train on from there with gradients clipped to norm 1.',
  },
  notices: {
    replaced: (cell: string) => `The ${cell} worker stopped and was replaced. It goes on from its last snapshot.`,
    laneError: (cell: string, message: string) => `${cell}: ${message}`,
    more: (count: number) => `${count} more …`,
    dismiss: 'Dismiss',
    lastRun: (task: string, update: string) => `Your last run in this browser (${task}) stopped at update ${update}.`,
    goOnWithLast: 'Resume it',
    unkept: 'This browser cannot keep your run, since its storage is full or switched off: training goes on, but after a reload only a file can bring the run back (Share, Save the run).',
  },
};
