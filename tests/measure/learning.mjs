// What each cell learns: runs every task with every cell and writes docs/learning.md.
//
//   node tests/measure/learning.mjs            all of it
//   node tests/measure/learning.mjs adding …   these tasks only, printed and not written

import { writeFileSync } from "node:fs";
import { baseline, build, parallel, run } from "./headless.mjs";

const RIGHT = 0.95;
const EVERY = 25;
const CELLS = ["rnn", "lstm", "gru", "window"];

/** What differs from the defaults of the table of parameters, and for how many updates it runs. */
const RUNS = [
  { experiment: { task: "recall" }, updates: 1000 },
  { experiment: { task: "adding", shortest: 4, batch: 32 }, updates: 4000 },
  { experiment: { task: "copy", shortest: 21, hidden: 64, batch: 32 }, updates: 4000 },
  { experiment: { task: "order", shortest: 10 }, updates: 3000 },
  { experiment: { task: "parity", shortest: 2 }, updates: 3000 },
  { experiment: { task: "brackets", rate: 0.01 }, updates: 3000 },
  { experiment: { task: "text", passage: "english", shortest: 40, hidden: 64 }, updates: 3000 },
  { experiment: { task: "text", passage: "chinese", shortest: 40, hidden: 64 }, updates: 1500 },
];

const name = ({ task, passage }) => (passage ? `${task}, ${passage}` : task);
const percent = (share) => `${(100 * share).toFixed(1)} %`;
const number = (value) => (value === 0 ? "0" : value.toPrecision(3)).replace(/e([+-])/, "e$1");
const keys = (experiment) =>
  Object.entries(experiment)
    .filter(([key]) => key !== "task" && key !== "passage")
    .map(([key, value]) => `${key} ${value}`)
    .join(", ") || "the defaults";

async function learn({ experiment, updates, cell }) {
  const started = performance.now();
  const lines = await run(experiment, cell, updates, EVERY);
  const last = lines.at(-1);
  const first = lines.find((line) => line.accuracy >= RIGHT);
  const seconds = (performance.now() - started) / 1000;
  console.error(`${name(experiment)} ${cell}: ${seconds.toFixed(0)} s`);
  return [
    cell,
    last.update < updates - EVERY ? `${last.update}, then diverged` : last.update,
    number(last.loss),
    percent(last.accuracy),
    first ? first.update : "not reached",
    last.log10Ratio === null ? "−∞" : last.log10Ratio.toFixed(1),
  ];
}

const only = process.argv.slice(2);
const runs = RUNS.filter(({ experiment }) => only.length === 0 || only.includes(experiment.task));
build();
const jobs = runs.flatMap((each) => CELLS.map((cell) => ({ ...each, cell })));
const results = await parallel(jobs, Number(process.env.JOBS ?? 2), learn);

const lines = [
  "| task | cell | updates | loss | right | ≥ 95 % right from update | log10 ratio |",
  "| --- | --- | ---: | ---: | ---: | ---: | ---: |",
];
for (const { experiment } of runs) {
  const { loss, accuracy } = await baseline(experiment);
  lines.push(`| **${name(experiment)}** | *baseline* | | *${number(loss)}* | *${percent(accuracy)}* | | |`);
  for (const cells of results.splice(0, CELLS.length)) lines.push(`| | ${cells.join(" | ")} |`);
}

const settings = runs.map((each) => `- ${name(each.experiment)}: ${keys(each.experiment)}; ${each.updates} updates`);
const page = `# What each cell learns

Written by \`node tests/measure/learning.mjs\` from \`headless run\`; nothing in it is typed by hand.

Loss and share of right answers are those of the held-out set (64 sequences of full length; for \`text\`
other windows of the same text) after the last update. *Baseline* is the best answer that does not look at
the input, worked out exactly. *log10 ratio* is log10‖∂L/∂h_1‖ − log10‖∂L/∂h_T‖ on the probe after the last
update; −∞ is a gradient of exactly zero. Seed and everything not named below have their defaults. A run is
looked at every ${EVERY} updates.

${lines.join("\n")}

Settings that differ from the defaults:

${settings.join("\n")}
`;
if (only.length === 0) writeFileSync(new URL("../../docs/learning.md", import.meta.url), page);
else console.log(page);
