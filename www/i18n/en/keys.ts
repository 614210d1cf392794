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
      [', .', 'Previous update, next update'],
      ['← →', 'Select the previous, next time step'],
      ['Home End', 'Select the first, the last time step'],
      ['↑ ↓', 'Select the unit above, below'],
      ['1 2 3 4', 'Select the first model, the second …'],
      ['J K L', 'In Predict first: vote for the selected model'],
      ['N P', 'Next scene, previous scene'],
      ['PageDown PageUp', 'In Present: next scene, previous scene; without a scene, one pass on, one update back'],
      ['?', 'Show these keys'],
      ['Escape', 'Leave Present, close what is open'],
    ] as readonly (readonly [string, string])[],
  },
};
