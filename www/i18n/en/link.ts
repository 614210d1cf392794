/** What a link to one of the pages shows where it is posted; the build writes it into the pages, and no page loads it. */

export const linkTexts = {
  /** As Open Graph names languages. */
  locale: 'en_US',
  name: 'Vanishing Point',
  /** By the name of the page. */
  pages: {
    index: {
      title: 'Vanishing Point',
      description: 'See how the error signal fades on its way back through an RNN, and how gates keep it alive: tiny models train live in your browser.',
    },
    scenes: {
      title: 'Scenes',
      description: 'Scenes for teaching: gradients that vanish, explode, are clipped, truncated or carried. Each trains live in your browser.',
    },
    lessons: {
      title: 'Course',
      description: 'A course in recurrent networks: short lessons beside models that train live in your browser.',
    },
    embed: {
      title: 'Experiment',
      description: 'Tiny recurrent networks train live in your browser, with their gradients at every time step.',
    },
  },
  picture: 'Chart on a logarithmic axis: in the RNN almost nothing of the error signal gets back to the first letter, in the LSTM and the GRU a good part does',
};
