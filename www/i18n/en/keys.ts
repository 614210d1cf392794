/** The keys of the page. */

export const keysTexts = {
  keys: {
    skip: 'Skip to the chart',
    title: 'Keys',
    close: 'Close',
    /** Keys, with spaces between them, and what they do. */
    list: [
      ['Space', 'Play, pause'],
      ['S', 'One time step of the wave, forward and then backward'],
      ['B', 'The start of the backward pass'],
      [', .', 'The update before, the next one'],
      ['← →', 'Select the time step before, after'],
      ['Home End', 'Select the first, the last time step'],
      ['↑ ↓', 'Select the unit above, below'],
      ['1 2 3 4', 'The first model, the second …'],
      ['J K L', 'Predict first: a vote for the chosen model'],
      ['N P', 'The next scene, the previous one'],
      ['PageDown PageUp', 'In Present: the next scene, the previous one; without a scene one pass further, the update before'],
      ['?', 'These keys'],
      ['Escape', 'Leave Present, close what is open'],
    ] as readonly (readonly [string, string])[],
  },
};
