/** The controls of parameters and of playback. */

export const controlsTexts = {
  controls: {
    off: 'off',
    /** Of a gate that is not held. */
    free: 'free',
    /** Beside the words that may stand in the place of one. */
    number: 'number',
    on: 'Use',
    restarts: 'A change restarts training.',
    live: 'Takes effect at once, training goes on.',
  },
  transport: {
    label: 'Playback',
    perClick: 'per click',
    granularity: 'What one click of the step button does',
    time: 'step',
    pass: 'pass',
    update: 'update',
    speed: 'Speed',
    speedAuto: 'auto',
    speedAutoHint: 'Slow enough to follow, faster where nothing changes; stops once the gated models have learned the task',
    updatesPerSecond: (rate: string) => `${rate} updates/s`,
    flatOut: 'flat out',
  },
};
