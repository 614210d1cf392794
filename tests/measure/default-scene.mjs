// The scan behind the default scene (docs/default-scene.md): which settings show, from the first
// update until LSTM and GRU both answer 95 % right, an RNN whose gradient has vanished, an LSTM whose
// gradient arrives, and a GRU that opens its path?
//
//   node tests/measure/default-scene.mjs grid           every combination of GRID over SEEDS
//   node tests/measure/default-scene.mjs seeds '{…}'    one combination, each seed by itself
//   node tests/measure/default-scene.mjs after '{…}'    what happens after the task is solved
//
// '{…}' are keys that differ from the defaults in the table of parameters. Every update is looked at.

import { build, parallel, run } from "./headless.mjs";

const RNN_BELOW = -5;
const LSTM_ABOVE = -3;
const RIGHT = 0.95;
const MOST_UPDATES = 400;

const SEEDS = Array.from({ length: 20 }, (_, index) => index + 1);
const GRID = {
  radius: [null, 0.5, 0.3],
  forgetBias: [1, 2, 3, 4],
  rate: [0.003, 0.005, 0.01],
  shortest: [4, 10, 40],
  batch: [16, 32],
  hidden: [24],
};

const min = (values) => values.reduce((a, b) => Math.min(a, b), Infinity);
const max = (values) => values.reduce((a, b) => Math.max(a, b), -Infinity);
const ratios = (lines) => lines.map((line) => line.log10Ratio ?? -Infinity);
const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

/** The first update with at least 95 % right, or Infinity. */
const solvedAt = (lines) => lines.find((line) => line.accuracy >= RIGHT)?.update ?? Infinity;

/** Runs the three cells; says when LSTM and GRU had both solved it, and what was seen until then. */
async function scene(experiment) {
  const [rnn, lstm, gru] = await Promise.all(
    ["rnn", "lstm", "gru"].map((cell) => run(experiment, cell, MOST_UPDATES, 1)),
  );
  const solved = { lstm: solvedAt(lstm), gru: solvedAt(gru), rnn: solvedAt(rnn) };
  const until = Math.max(solved.lstm, solved.gru);
  const seen = (lines) => ratios(lines.filter((line) => line.update <= until));
  const result = {
    solved,
    until,
    rnnMax: max(seen(rnn)),
    rnnStart: ratios(rnn)[0],
    lstmMin: min(seen(lstm)),
    gruStart: ratios(gru)[0],
    gruEnd: seen(gru).at(-1),
  };
  result.good = until < Infinity && result.rnnMax < RNN_BELOW && result.lstmMin > LSTM_ABOVE;
  return result;
}

function* combinations(grid) {
  const [first, ...rest] = Object.entries(grid);
  if (!first) return yield {};
  for (const value of first[1]) {
    for (const others of combinations(Object.fromEntries(rest))) yield { [first[0]]: value, ...others };
  }
}

const fixed = (number, digits = 1) => (Number.isFinite(number) ? number.toFixed(digits) : "–");
const row = (cells) => console.log(`| ${cells.join(" | ")} |`);

async function grid() {
  const keys = Object.keys(GRID);
  row([...keys, "scenes as wanted", "rnn < 1e-5", "lstm > 1e-3", "both solved", "median update of that"]);
  row(Array(keys.length + 5).fill("---"));
  for (const settings of combinations(GRID)) {
    const scenes = await parallel(SEEDS, 1, (seed) => scene({ ...settings, seed }));
    const count = (holds) => `${scenes.filter(holds).length}/${SEEDS.length}`;
    row([
      ...keys.map((key) => settings[key] ?? "none"),
      count((each) => each.good),
      count((each) => each.rnnMax < RNN_BELOW),
      count((each) => each.lstmMin > LSTM_ABOVE),
      count((each) => each.until < Infinity),
      fixed(median(scenes.map((each) => each.until)), 0),
    ]);
  }
}

async function seeds(settings) {
  row(["seed", "lstm solved", "gru solved", "rnn start", "rnn highest", "lstm lowest", "gru start → when solved", "as wanted"]);
  row(Array(8).fill("---"));
  for (const seed of SEEDS) {
    const each = await scene({ ...settings, seed });
    row([
      seed,
      each.solved.lstm,
      each.solved.gru,
      fixed(each.rnnStart),
      fixed(each.rnnMax),
      fixed(each.lstmMin),
      `${fixed(each.gruStart)} → ${fixed(each.gruEnd)}`,
      each.good ? "yes" : "no",
    ]);
  }
}

async function after(settings) {
  const updates = [0, 25, 50, 75, 100, 150, 200, 300, 500, 1000, 2000, 5000];
  const cells = ["rnn", "lstm", "gru"];
  const lanes = await parallel(cells, 2, (cell) => run(settings, cell, 5000, 25));
  row(["update", ...cells.flatMap((cell) => [`${cell} log10Ratio`, "loss", "right"])]);
  row(Array(10).fill("---"));
  for (const update of updates) {
    const reports = lanes.map((lines) => lines.find((line) => line.update === update));
    row([
      update,
      ...reports.flatMap((line) =>
        line
          ? [fixed(line.log10Ratio), line.loss.toPrecision(2), `${(100 * line.accuracy).toFixed(0)} %`]
          : ["–", "–", "–"],
      ),
    ]);
  }
}

const [verb, settings = "{}"] = process.argv.slice(2);
const verbs = { grid, seeds, after };
if (!verbs[verb]) {
  console.error(`Say which: ${Object.keys(verbs).join(", ")}.`);
  process.exit(2);
}
build();
await verbs[verb](JSON.parse(settings));
