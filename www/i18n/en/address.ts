/** What the page says of a link. */

export const addressTexts = {
  address: {
    /** A link without a number is one of engine 1. */
    otherEngine: (given: string, own: string) => `This link was made with engine ${given}; this page has engine ${own}, so its numbers can differ from those that the link was made for.`,
    unreadableEngine: (given: string) => `engine: “${given}” is not the number of an engine; this page uses its own.`,
    unknown: (keys: string, one: boolean) => `Ignored unknown ${one ? 'setting' : 'settings'}: ${keys}.`,
    unknownPart: (words: string, parts: string) => `hide: “${words}” cannot be hidden; allowed are the experiment’s keys and ${parts}.`,
  },
};
