// Runs experiments with the headless example, and reads back what they report.

import { spawn, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** Builds the examples once, in release. */
export function build() {
  const cargo = ['build', '--quiet', '--release', '--example', 'headless', '--example', 'baseline'];
  const { status } = spawnSync('cargo', cargo, { cwd: root, stdio: 'inherit' });
  if (status !== 0) throw new Error('The examples do not build.');
}

/** Gives `input` to an example as JSON; resolves to the JSON values it prints, one a line. */
function example(name, args, input) {
  return new Promise((resolve, reject) => {
    const child = spawn(`${root}target/release/examples/${name}`, args);
    let [out, err] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text) => (out += text));
    child.stderr.setEncoding('utf8').on('data', (text) => (err += text));
    child.on('error', reject);
    child.on('close', () => {
      // A lane that diverges makes the exit code 2, after the reports that it gave until then.
      if (out === '') reject(new Error(`${name}: ${err}`));
      else resolve(out.trim().split('\n').map((line) => JSON.parse(line)));
    });
    child.stdin.end(JSON.stringify(input));
  });
}

/** The reports of one lane: `{update, cell, loss, accuracy, log10Ratio, log10RatioMemory}`, one every `every` updates. */
export async function run(experiment, cell, updates, every) {
  const request = { experiment: { ...experiment, cells: [cell] }, updates, every };
  const lines = await example('headless', ['run', '-'], request);
  return lines.filter((line) => 'update' in line);
}

/** The score of the best answer that does not look at the input: `{loss, accuracy}`. */
export async function baseline(experiment) {
  return (await example('baseline', ['-'], experiment))[0];
}

/** Runs `job` for every item, `width` at a time, and keeps their order. */
export async function parallel(items, width, job) {
  const results = new Array(items.length);
  let next = 0;
  const worker = async () => {
    while (next < items.length) {
      const index = next++;
      results[index] = await job(items[index]);
    }
  };
  await Promise.all(Array.from({ length: width }, worker));
  return results;
}
