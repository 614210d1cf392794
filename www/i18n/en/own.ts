/** The visitor's own data. */

export const ownTexts = {
  own: {
    sentence: {
      title: 'Your sentence',
      hint: 'It stays on this page and is not part of the link. The models stay as they are; they read your sentence.',
      known: 'Words that the models know',
      use: 'Let them read it',
      back: 'Back to the previous sentence',
      using: 'The sentence on view is yours.',
    },
    drawing: {
      title: 'Your digit',
      pad: 'Draw a digit here.',
      keys: 'Arrow keys move the pen; the space bar puts it down and lifts it.',
      which: 'This is a',
      clear: 'Clear',
      hint: 'It is made into 8 × 8 pixels as those of the data set were. It stays on this page; the models stay as they are.',
      use: 'Let them read it',
      back: 'Back to the image of the set',
      using: 'The digit on view is yours.',
    },
    series: {
      title: 'Your series',
      placeholder: 'Paste a table (CSV) or drop a file here',
      column: 'Column',
      file: 'A file with a table',
      hint: 'It stays on this page and is not part of the link. The last fifth is held out.',
      use: 'Train on this series',
      back: 'Back to the series that ships',
      using: (name: string, values: string) => `Training on your series: ${name}, ${values} values.`,
      cut: (name: string, values: string, given: string) => `Training on the first ${values} of the ${given} values of your series ${name}.`,
    },
    problems: {
      unknownWord: (word: string) => `The models do not know “${word}”; the words that they know are listed above.`,
      noSentence: 'Write a sentence of at least two words.',
      noJudgement: 'This sentence neither praises nor blames, or is longer than 128 words: it needs a word that does.',
      noDrawing: 'Draw a digit first.',
      refused: 'These data could not be used; training goes on with the previous ones.',
      large: 'This file is larger than 5 MB.',
      part: 'The reader of tables could not be loaded. Try again when you are online.',
      csv: {
        empty: 'There is no table here yet.',
        noNumbers: 'There are no numbers in this column.',
        gap: (row: string) => `Row ${row} has no value: fill the gap or remove the row.`,
        text: (row: string, text: string) => `Row ${row} has “${text}” where a number should stand.`,
        few: (given: number, least: number) => `There are only ${given} values; at least ${least} are needed.`,
        same: 'All values are the same: there is nothing to learn.',
      },
    },
  },
};
