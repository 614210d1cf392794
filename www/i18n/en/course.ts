/** The pages of the course. The prose of each lesson is a file of its own. */

export const courseTexts = {
  title: 'Course',
  subtitle: 'Short lessons beside models that train while you read. Every number in the text is read off the model on stage.',
  open: 'Begin',
  minutes: (minutes: number) => `about ${minutes} minutes`,
  place: (place: number, all: number) => `Lesson ${place} of ${all}`,
  reader: {
    stage: 'The models of this lesson',
    beat: (place: number, all: number) => `${place} / ${all}`,
    next: 'Next',
    previous: 'Back',
    contents: 'All lessons',
    nextLesson: (title: string) => `Next lesson: ${title}`,
    end: 'That was the last lesson.',
    present: 'Present',
    leave: 'Leave',
    playground: 'Open this experiment in the playground',
    toPlayground: 'In the playground',
    choices: 'Choices',
    predict: 'Choose first: then the models answer.',
    right: 'That is so.',
    wrong: 'Not so.',
    judged: { right: '(right)', wrong: '(your choice, wrong)' },
    again: 'Ask me again',
    keys: 'Keys: N next, P back.',
  },
  lessons: {
    window: { title: 'A window is not a memory', goal: 'What a model that sees only the last few letters can never learn, and why the gradient says so exactly.', minutes: 5 },
    loop: { title: 'A loop', goal: 'How a hidden state carries a letter forward, with the same weights at every step and for sequences of any length.', minutes: 5 },
    vanishing: { title: 'Vanishing', goal: 'Why the error signal shrinks on its way back through time, and what that does to learning.', minutes: 7 },
    exploding: { title: 'Exploding', goal: 'The same product the other way: gradients that grow, what clipping cures, and what truncation costs.', minutes: 6 },
    keeping: { title: 'Keeping', goal: 'How the gates of an LSTM keep the signal alive, and how they can shut it out.', minutes: 7 },
  },
};

export const lessonTexts = {
  window: () => import('./lessons/window'),
  loop: () => import('./lessons/loop'),
  vanishing: () => import('./lessons/vanishing'),
  exploding: () => import('./lessons/exploding'),
  keeping: () => import('./lessons/keeping'),
};
