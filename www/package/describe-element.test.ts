import { expect, test } from 'vitest';

import { ATTRIBUTES as OBSERVED } from '../element/attributes';
import { attributeName, PARAMETERS } from '../store/parameters';
// @ts-expect-error -- A script of the build, which is JavaScript.
import * as described from './describe-element.js';

const { ATTRIBUTES, customElementsManifest, jsxTypes, vueTypes } = described as {
  ATTRIBUTES: readonly { name: string }[];
  customElementsManifest: () => { modules: { declarations: { tagName: string; attributes: { name: string; description: string }[]; events: { name: string }[] }[] }[] };
  jsxTypes: () => string;
  vueTypes: () => string;
};
const aliases = new Set(PARAMETERS.flatMap(({ key, aliases = [] }) => [key.toLowerCase(), attributeName(key).replaceAll('-', '_'), ...aliases, ...aliases.map((name) => attributeName(name).replaceAll('-', '_'))].filter((name) => name !== attributeName(key))));

test('every attribute that the element observes is described, and no other', () => {
  expect(ATTRIBUTES.map(({ name }) => name).sort()).toEqual(OBSERVED.filter((name) => !aliases.has(name) && name !== 'veiled').sort());
});

test('the manifest names attributes, events and the tag', () => {
  const [module] = customElementsManifest().modules;
  const declaration = module!.declarations[0]!;
  expect(declaration.tagName).toBe('vanishing-point');
  expect(declaration.attributes.map(({ name }) => name)).toContain('length');
  for (const { description } of declaration.attributes) expect(description).not.toMatch(/undefined|null|NaN/);
  expect(declaration.events.map(({ name }) => name)).toEqual(['ready', 'update', 'diverged', 'error']);
});

test('the types of JSX and Vue have a line for each attribute', () => {
  for (const types of [jsxTypes(), vueTypes()]) for (const { name } of ATTRIBUTES) expect(types).toContain(name.includes('-') ? `'${name}'?:` : `  ${name}?:`);
});
