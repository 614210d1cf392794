/** The frame of the documents that are made from the sources; no page loads it. */

export const documentTexts = {
  parameters: {
    title: 'Parameters of an experiment',
    lead: 'Made from the one table of parameters in `src/experiment/mod.rs` by `cargo xtask docs`; a test keeps it current. The key stands in JSON and in the address; the attribute is the same key in kebab-case. A change of a parameter marked ↻ restarts training, the others take effect at once.',
    head: ['key', 'attribute', 'what it is', 'values', 'default', ''],
    only: (whom: string) => `Only ${whom}.`,
    above: (min: string) => `above ${min}`,
    range: (min: string, max: string) => `${min} to ${max}`,
    whole: (range: string) => `whole, ${range}`,
    orNone: (rest: string) => `\`none\` or ${rest}`,
    /** Before the sentences about a parameter. */
    label: (label: string) => `**${label}.** `,
    /** One sentence after the other. */
    sentences: (sentences: readonly string[]) => sentences.join(' '),
  },
  scenes: {
    /** Before the text of a scene: whether it works, fails or surprises. */
    kind: (kind: string) => `*${kind}.* `,
    lead: 'Made from `www/scenes/scenes.json` by `cargo xtask docs`; a test keeps it current. What stands after `#` opens the scene in the playground, wherever it is served; `hide=answer` added to it hides the outcome until someone asks. Every claim is held against the model that trains by `tests/scenes.rs`.',
  },
};
