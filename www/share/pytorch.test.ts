import { spawnSync } from 'node:child_process';

import { describe, expect, test } from 'vitest';

import { python, replay } from './pytorch.cases';

const hasPython = spawnSync('python3', ['--version']).status === 0;

describe('the PyTorch script', () => {
  const { script, run, trace, weights } = replay({ cell: 'lstm', experiment: { length: 12, units: 3, layers: 2 }, updates: 5 });

  test('holds the weights on view, bit for bit', () => {
    const base64 = /b64decode\("""\n([^"]+)\n"""\)/.exec(script)?.[1] ?? '';
    expect(Buffer.from(base64, 'base64').equals(Buffer.from(weights))).toBe(true);
    expect(Math.max(...base64.split('\n').map((line) => line.length))).toBe(100);
  });

  test('holds the experiment, the sequence on view and the gradient norms of every layer', () => {
    const content = JSON.parse(/json\.loads\(r'''([^']+)'''\)/.exec(script)?.[1] ?? '') as Record<string, Record<string, unknown>>;
    expect(content.experiment).toMatchObject({ length: 12, units: 3, layers: 2, task: 'recall' });
    expect(content.update).toBe(5);
    expect(content.probe).toEqual({ inputs: run.probe.symbols, targets: run.probe.targets });
    expect(content.page).toEqual({
      loss: trace.loss,
      log10Norms: {
        'hidden l0': trace.layers[0]?.log10GradHidden, 'cell l0': trace.layers[0]?.log10GradCell,
        'hidden l1': trace.layers[1]?.log10GradHidden, 'cell l1': trace.layers[1]?.log10GradCell,
      },
    });
  });

  test('leaves no placeholder, whatever the text has in it', () => {
    const text = `It's '''three''' "quotes", \\n a $& and a backslash \\`;
    const own = replay({ cell: 'gru', experiment: { task: 'text', length: 6, units: 2 }, updates: 0, text }).script;
    expect(own).not.toMatch(/@[A-Z]+@/);
    expect((JSON.parse(/json\.loads\(r'''([^']+)'''\)/.exec(own)?.[1] ?? '') as { text: string }).text).toBe(text);
  });

  test.runIf(hasPython)('is valid Python', () => {
    expect(python(script, ['-m', 'py_compile'])).toBe('');
  });
});
