/** The wheel, installed, in a real JupyterLab and a real marimo. */

import assert from 'node:assert/strict';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { jupyterLab, marimo, openNotebook, runCell, work, writeNotebook } from './jupyter.js';

const STAGE = [
  'import vanishing_point as vp\nstage = vp.Stage(task="recall", cells=["rnn", "lstm"], length=12, units=8, batch=8, panels="chart")\nstage',
  'stage.train(20)\nprint(stage.updates, stage.records.shape)\nstage.records.tail(2)',
  `import numpy as np
trace = stage.trace("lstm")
layer = trace.layers[0]
assert layer.hidden.shape == (12, 8) and layer.hidden.dtype == np.float64, layer.hidden.shape
assert np.allclose(np.log10(np.linalg.norm(layer.grad_hidden, axis=1)), layer.log10_grad_hidden, rtol=0, atol=1e-9)
assert set(trace.param_grads) >= {"weight_hh_l0", "weight_ih_l0"}, trace.param_grads.keys()
assert trace.updates == 20 and trace.flow.shape == (12, 12)
rows = stage.records
assert list(rows[rows["update"] == 20].cell) == ["rnn", "lstm"] and rows.loss.notna().all()`,
  'stage.length = 15',
  'print(stage.length, stage.updates)',
  'other = vp.Stage(task="parity", cells=["gru"], length=9)\nother',
  'stage.rate = -1',
  'import sys\nsys.path.insert(0, "../../../tests/notebook")\nfrom inspected import compare\nworst = compare("../../../tests/notebook/reference.json")\nassert worst < 1e-9, worst\nprint(f"worst {worst:.1e}")',
];

const EXAMPLES = fileURLToPath(new URL('../../python/examples/', import.meta.url));

/**
 * The cells of a notebook of the examples that are of a kind.
 *
 * @param {string} name
 * @param {string} kind
 * @returns {string[]}
 */
const cellsOf = (name, kind) =>
  JSON.parse(readFileSync(`${EXAMPLES}${name}`, 'utf8')).cells.filter((/** @type {any} */ cell) => cell.cell_type === kind).map((/** @type {any} */ cell) => cell.source.join(''));

/** What the cells of the example say, as its text tells it. */
const SAID = {
  1: /1\.392 -> 1\.388\s+26\.5%/,
  3: /\[ *-0\.4 -12\.7 -24\.6\]\s+0\.57\s+30/,
  4: /True/,
  6: /0\.52 \[ *-0\.7 -17\.1\]/,
  8: /0\.993 \[-1\.5 -1\.7\]\s.*1\.396 -> 0\.004\s+100\.0%/,
  10: /rnn +1\.39\d* .*\n.*lstm +1\.02\d* /,
};

describe('the notebook', () => {
  const jupyter = jupyterLab();

  test('a stage in JupyterLab is one with its object: settings both ways, traces, records', async () => {
    writeNotebook('stage.ipynb', STAGE);
    const page = await jupyter.newPage();
    /** @type {string[]} */
    const outside = [];
    page.on('request', (request) => {
      if (/^https?:/.test(request.url()) && !request.url().startsWith(jupyter.address)) outside.push(request.url());
    });
    try {
      await openNotebook(page, jupyter.address, 'stage.ipynb');
      await runCell(page, 0);
      assert.match(await runCell(page, 1), /^20 \(42, 9\)/);
      await runCell(page, 2);
      await runCell(page, 3);
      await page.waitForFunction("document.querySelector('vanishing-point').experiment.length === 15");
      // A change on the page comes back: a cell is run again until it says so.
      await page.evaluate("document.querySelector('vanishing-point').store.change({ length: 18 })");
      const said = async () => runCell(page, 4);
      let heard = await said();
      while (!heard.startsWith('18 0')) heard = await said();
      await runCell(page, 5);
      await page.waitForFunction("document.querySelectorAll('vanishing-point').length === 2 && [...document.querySelectorAll('vanishing-point')].every((element) => element.frame !== null)");
      await assert.rejects(runCell(page, 6), /rate is -1, but must be a number from 1e-06 to 10/);
      assert.match(await runCell(page, 7), /worst \d/);
      assert.deepEqual(outside, []);
    } finally {
      await page.close();
    }
  });

  test('the cells of the example say what its text says, in both languages', async () => {
    const [english, chinese] = ['why-it-does-not-learn.ipynb', 'why-it-does-not-learn.zh.ipynb'];
    const cells = cellsOf(english, 'code');
    assert.deepEqual(cellsOf(chinese, 'code'), cells);
    assert.equal(cellsOf(chinese, 'markdown').length, cellsOf(english, 'markdown').length);
    cpSync(EXAMPLES, work, { recursive: true });
    writeNotebook('example.ipynb', cells);
    const page = await jupyter.newPage();
    try {
      await openNotebook(page, jupyter.address, 'example.ipynb');
      for (const index of cells.keys()) assert.match(await runCell(page, index), SAID[/** @type {keyof typeof SAID} */ (index)] ?? /(?:)/);
    } finally {
      await page.close();
    }
  });

  test('a stage in marimo trains, and its object knows', async () => {
    writeFileSync(`${work}stage.py`, `import marimo
app = marimo.App()

@app.cell
def _():
    import marimo as mo
    import vanishing_point as vp
    stage = mo.ui.anywidget(vp.Stage(task="recall", cells=["rnn", "lstm"], length=12, units=8, batch=8, panels="chart"))
    stage
    return mo, stage

@app.cell
def _(mo, stage):
    known = stage.value
    mo.md(f"The length is **{known['length']}**, the update {stage.widget.updates}.")
    return

@app.cell
def _(mo, stage):
    assert stage.value['told'] >= 0
    mo.md(f"steps: {stage.widget.trace('lstm').layers[0].log10_grad_hidden.shape[0]}, rows: {len(stage.widget.records)}.") if stage.widget._traces else None
    return
`);
    const notebook = await marimo('stage.py');
    const page = await jupyter.newPage();
    try {
      await page.goto(notebook.address);
      await page.getByText('The length is 12').waitFor();
      await page.waitForFunction("document.querySelector('vanishing-point') !== null || [...document.querySelectorAll('*')].some((each) => each.shadowRoot?.querySelector('vanishing-point'))");
      await page.evaluate(`(async () => {
        const deep = (root) => root.querySelector('vanishing-point') ?? [...root.querySelectorAll('*')].map((each) => each.shadowRoot && deep(each.shadowRoot)).find(Boolean);
        const element = deep(document);
        await element.train(5);
        element.store.change({ rate: 0.01 });
        element.store.change({ length: 14 });
      })()`);
      await page.getByText('The length is 14').waitFor();
      await page.getByText('steps: 14, rows: ').waitFor();
    } finally {
      await page.close();
      notebook.stop();
    }
  });

  test('a batch in marimo comes as soon as the page has it', async () => {
    writeFileSync(`${work}batch.py`, `import marimo
app = marimo.App()

@app.cell
def _():
    import json, sys
    import marimo as mo
    import numpy as np
    import vanishing_point as vp
    sys.path.insert(0, "../../../tests/notebook")
    from inspected import apart, module_of
    case = json.load(open("../../../tests/notebook/reference.json"))[1]
    state = {name: np.array(weight) for name, weight in case["state"].items()}
    stage = mo.ui.anywidget(vp.inspect(module_of(state, None), np.array(case["inputs"]), np.array(case["targets"]), shown=1, panels="chart"))
    stage
    return apart, case, mo, stage, vp

@app.cell
def _(apart, case, mo, stage):
    stage.value
    try:
        batch = stage.widget.batch()
        worst = max(apart(batch.param_grads[name], grad) for name, grad in case["batch"]["weights"].items())
        said = f"autograd's: {worst < 1e-9}, of {batch.sequences}."
    except Exception as refusal:
        said = str(refusal)
    mo.md(said)
    return
`);
    const notebook = await marimo('batch.py');
    const page = await jupyter.newPage();
    try {
      await page.goto(notebook.address);
      await page.getByText("autograd's: True, of 3.").waitFor();
    } finally {
      await page.close();
      notebook.stop();
    }
  });
});
