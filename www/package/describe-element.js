/**
 * What editors and type checkers are told of `<vanishing-point>`: a Custom Elements Manifest (schema 1.0.0), and types
 * for the tags of JSX and of Vue's templates. Made from the table of parameters.
 */

import { readFileSync } from 'node:fs';

/** @typedef {{ key: string, aliases?: string[], kind: 'integer' | 'number' | 'choice' | 'list' | 'gates', choices?: string[], min?: number, max?: number | null, nullable: boolean, default: unknown }} Parameter */
/** @typedef {{ name: string, type: string, description: string }} Attribute */

/** @type {Parameter[]} */
const PARAMETERS = JSON.parse(readFileSync(new URL('../generated/parameters.json', import.meta.url), 'utf8'));

const kebab = (/** @type {string} */ key) => key.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
const words = (/** @type {readonly string[]} */ list) => list.map((word) => `'${word}'`).join(' | ');

/** Attributes beside the experiment's. @type {readonly Attribute[]} */
export const OPTIONS = [
  { name: 'panels', type: 'string', description: 'A list of panels, or `all`.' },
  { name: 'controls', type: 'string', description: '`none`, `play`, `speed`, `full`, or a list that may also name parameters.' },
  { name: 'lang', type: "'en' | 'zh'", description: 'The language; without it what the browser prefers.' },
  { name: 'theme', type: "'light' | 'dark' | 'auto'", description: 'The colours.' },
  { name: 'caption', type: 'string', description: 'A sentence under the stage.' },
  { name: 'loading', type: "'lazy' | 'eager'", description: 'When it loads: near the viewport, or at once.' },
  { name: 'playground', type: 'string', description: 'The address of a playground, for a link that opens this experiment there.' },
  { name: 'autoplay', type: 'boolean', description: 'Plays by itself when on screen, unless the reader asks for reduced motion.' },
  { name: 'fill', type: 'boolean', description: 'Fills its box, and scrolls inside.' },
  { name: 'present', type: 'boolean', description: 'Larger letters and lines, for a projector.' },
  { name: 'of', type: 'string', description: 'Whose loss the gradients belong to: `all`, or a step.' },
  { name: 'collapsed', type: 'boolean', description: 'Shows the chart alone.' },
  { name: 'outcome-hidden', type: 'boolean', description: 'Hides what gives the outcome away.' },
];

/** @param {Parameter} parameter */
function typeOf({ kind, choices = [], nullable }) {
  if (kind === 'choice') return words(nullable ? [...choices, 'none'] : choices);
  if (kind === 'list' || kind === 'gates') return 'string';
  return nullable ? "number | `${number}` | 'none'" : 'number | `${number}`';
}

/** @param {Parameter} parameter */
function describe({ kind, choices = [], min, max, nullable, default: standard }) {
  const none = nullable ? '`none`, or ' : '';
  const allowed = kind === 'gates' ? `gates and their values from ${min} to ${max}, as forget:1 or forget:1,input:0.5 (${choices.join(', ')})` : kind === 'list' ? `a list of ${choices.join(', ')}` : kind === 'choice' ? `one of ${choices.join(', ')}` : `a ${kind === 'integer' ? 'whole number' : 'number'} from ${min}${max === null || max === undefined ? '' : ` to ${max}`}`;
  const value = standard === null ? 'none' : Array.isArray(standard) ? standard.join(',') : String(standard);
  return `${none}${allowed}; by default ${value}.`.replace(/^./, (letter) => letter.toUpperCase());
}

/** Every attribute under its own name, without aliases. @type {readonly Attribute[]} */
export const ATTRIBUTES = [...PARAMETERS.map((parameter) => ({ name: kebab(parameter.key), type: typeOf(parameter), description: describe(parameter) })), ...OPTIONS];

const METHODS = [
  ['play', '', 'Promise<void>', 'Plays.'],
  ['pause', '', 'Promise<void>', 'Pauses.'],
  ['step', "granularity: 'time' | 'pass' | 'update'", 'Promise<void>', 'One time step of the waves, one pass, or one update.'],
  ['reset', '', 'Promise<void>', 'Back to the same initial weights.'],
  ['train', 'updates: number', 'Promise<void>', 'Resolves when so many updates are done.'],
  ['trace', 'cell: string', 'Promise<Trace>', 'All that the sequence on view shows, in double precision.'],
  ['weights', 'cell: string', 'Promise<ArrayBuffer>', 'A safetensors file.'],
];
const EVENTS = [
  ['ready', 'The first frame is on view.'],
  ['update', 'Updates were shown: `detail.updates`; at most once an animation frame.'],
  ['diverged', 'A lane diverged: `detail.cell`, `detail.update`.'],
  ['error', 'Something cannot be had as it was given, or failed: `detail.message`, `detail.key`.'],
];

/** The Custom Elements Manifest. */
export function customElementsManifest() {
  const text = (/** @type {string} */ type) => ({ text: type });
  return {
    schemaVersion: '1.0.0',
    readme: 'README.md',
    modules: [
      {
        kind: 'javascript-module',
        path: 'index.js',
        declarations: [{
          kind: 'class',
          customElement: true,
          name: 'VanishingPointElement',
          tagName: 'vanishing-point',
          description: 'Tiny recurrent networks that train live, with hidden states, gates and gradients by time step.',
          superclass: { name: 'HTMLElement' },
          attributes: ATTRIBUTES.map(({ name, type, description }) => ({ name, type: text(type), description })),
          members: [
            { kind: 'field', name: 'experiment', type: text('Experiment'), description: 'The whole experiment in force; set an object with any of its keys.' },
            { kind: 'field', name: 'ready', type: text('Promise<void>'), readonly: true, description: 'Resolves with the first frame.' },
            { kind: 'field', name: 'status', type: text('Status'), readonly: true, description: 'State, updates, and the numbers of every lane.' },
            ...METHODS.map(([name, parameter, result, description]) => ({
              kind: 'method', name, description, return: { type: text(String(result)) },
              ...(parameter === '' ? {} : { parameters: [{ name: String(parameter).split(': ')[0], type: text(String(parameter).slice(String(parameter).indexOf(': ') + 2)) }] }),
            })),
          ],
          events: EVENTS.map(([name, description]) => ({ name, type: text('CustomEvent'), description })),
          slots: [{ name: 'caption', description: 'A caption with markup.' }, { name: 'fallback', description: 'Stands in place of the still picture.' }],
        }],
        exports: [
          { kind: 'custom-element-definition', name: 'vanishing-point', declaration: { name: 'VanishingPointElement', module: 'index.js' } },
          { kind: 'js', name: 'VanishingPointElement', declaration: { name: 'VanishingPointElement', module: 'index.js' } },
        ],
      },
    ],
  };
}

/** The attributes as a TypeScript interface. */
function attributesInterface() {
  const lines = ATTRIBUTES.map(({ name, type, description }) => `  /** ${description} */\n  ${name.includes('-') ? `'${name}'` : name}?: ${type} | undefined;`);
  return `/** The attributes of \`<vanishing-point>\`. */\nexport interface VanishingPointAttributes {\n${lines.join('\n')}\n}\n`;
}

/** `jsx.d.ts`: `import 'vanishing-point/jsx'` once, and React 19 knows the tag. */
export function jsxTypes() {
  return `import type { ClassAttributes, HTMLAttributes } from 'react';
import type { VanishingPointElement } from './element.js';

${attributesInterface()}
type OfHtml = Omit<HTMLAttributes<VanishingPointElement>, keyof VanishingPointAttributes>;

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
      'vanishing-point': OfHtml & ClassAttributes<VanishingPointElement> & VanishingPointAttributes & {
        onready?: ((event: CustomEvent) => void) | undefined;
        onupdate?: ((event: CustomEvent<{ updates: number }>) => void) | undefined;
        ondiverged?: ((event: CustomEvent<{ cell: string; update: number | null }>) => void) | undefined;
        onerror?: ((event: CustomEvent<{ message: string; key: string | null }>) => void) | undefined;
      };
    }
  }
}
`;
}

/** \`vue.d.ts\`: \`import 'vanishing-point/vue'\` once, and Vue's templates know the tag. */
export function vueTypes() {
  return `import type { DefineComponent } from 'vue';

${attributesInterface()}
interface Handlers {
  onReady?: ((event: CustomEvent) => void) | undefined;
  onUpdate?: ((event: CustomEvent<{ updates: number }>) => void) | undefined;
  onDiverged?: ((event: CustomEvent<{ cell: string; update: number | null }>) => void) | undefined;
  onError?: ((event: CustomEvent<{ message: string; key: string | null }>) => void) | undefined;
}

declare module 'vue' {
  interface GlobalComponents {
    'vanishing-point': DefineComponent<VanishingPointAttributes & Handlers>;
  }
}
`;
}
