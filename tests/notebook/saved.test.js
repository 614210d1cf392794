/** What a notebook keeps of a stage, exported by nbconvert: opened with scripts and without. */

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { before, describe, test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';

import { profile } from '../browser/driver/chromium.js';
import { jupyterLab, openNotebook, programs, runCell, work, writeNotebook } from './jupyter.js';

const PACKAGES = fileURLToPath(new URL('node_modules/', import.meta.url));
/** What every page with widgets asks the network for; here it has copies. */
const NETWORK = [
  [/\/require(\.min)?\.js$/, `${PACKAGES}requirejs/require.js`],
  [/html-manager.*\/embed-amd\.js$/, `${PACKAGES}@jupyter-widgets/html-manager/dist/embed-amd.js`],
  [/\/anywidget@.*\/index\.js$/, `${programs}../share/jupyter/nbextensions/anywidget/index.js`],
];

describe('a saved notebook', () => {
  const jupyter = jupyterLab();
  before(async () => {
    writeNotebook('saved.ipynb', [
      'import vanishing_point as vp\nstage = vp.Stage(task="recall", cells=["rnn", "lstm"], length=12, units=8, batch=8, panels="chart")\nstage',
      'stage.train(20)',
      'picture = stage.still()\nprint(picture.format, len(picture.data) > 10_000, picture.alt)',
    ]);
    const page = await jupyter.newPage();
    await openNotebook(page, jupyter.address, 'saved.ipynb');
    for (const index of [0, 1]) await runCell(page, index);
    assert.match(await runCell(page, 2), /^png True .*update 20/);
    // The picture comes when the run has stood still for a moment.
    await page.waitForFunction("(window.jupyterapp.shell.currentWidget.content.widgets[0].model.toJSON().outputs[1]?.data['text/html'] ?? '').includes('update 20')");
    assert.deepEqual(await page.evaluate("[...document.querySelectorAll('img[alt*=\"Vanishing Point\"]')].map((each) => each.getClientRects().length)"), [0], 'it is there, and the live stage hides it');
    await save(page);
    execFileSync(`${programs}jupyter`, ['nbconvert', '--to', 'html', '--output', 'without-state.html', 'saved.ipynb'], { cwd: work, stdio: 'pipe' });
    await page.evaluate("window.jupyterapp.commands.execute('@jupyter-widgets/jupyterlab-manager:saveWidgetState')");
    await save(page);
    execFileSync(`${programs}jupyter`, ['nbconvert', '--to', 'html', '--output', 'with-state.html', 'saved.ipynb'], { cwd: work, stdio: 'pipe' });
    await page.close();
  });

  const save = (/** @type {import('playwright-core').Page} */ page) => page.evaluate('window.jupyterapp.shell.currentWidget.context.save()');

  /**
   * Opens an exported page.
   *
   * @param {string} name
   * @param {boolean} scripts
   */
  const open = async (name, scripts) => {
    const own = await profile({ viewport: { width: 1280, height: 900 }, javaScriptEnabled: scripts });
    await own.route(/^https?:/, (route) => {
      const [, file] = NETWORK.find(([pattern]) => /** @type {RegExp} */ (pattern).test(route.request().url())) ?? [];
      return file === undefined ? route.abort() : route.fulfill({ contentType: 'text/javascript', body: readFileSync(/** @type {string} */ (file)) });
    });
    const page = await own.newPage();
    await page.goto(pathToFileURL(`${work}${name}`).href);
    return { page, close: () => own.close() };
  };

  /** The picture that is in sight: how wide it is in itself, and what it says. */
  const picture = async (/** @type {import('playwright-core').Page} */ page) => {
    const image = page.locator('img[alt*="Vanishing Point"]');
    await image.waitFor({ state: 'visible' });
    return { said: await image.getAttribute('alt'), box: await image.boundingBox() };
  };

  for (const name of ['with-state.html', 'without-state.html']) {
    test(`${name} shows the still picture where no script runs`, async () => {
      const { page, close } = await open(name, false);
      try {
        const { said, box } = await picture(page);
        assert.match(said ?? '', /update 20/);
        assert.ok((box?.width ?? 0) > 600 && (box?.height ?? 0) > 200, JSON.stringify(box));
      } finally {
        await close();
      }
    });
  }

  test('with the saved state and scripts the stage is live, and the picture makes way', async () => {
    const { page, close } = await open('with-state.html', true);
    try {
      await page.waitForFunction("document.querySelector('vanishing-point')?.frame != null");
      assert.equal(await page.evaluate("document.querySelector('vanishing-point').train(5).then(() => document.querySelector('vanishing-point').status.updates)"), 5);
      await page.locator('img[alt*="Vanishing Point"]').waitFor({ state: 'hidden' });
    } finally {
      await close();
    }
  });

  test('without the saved state scripts change nothing: the picture stands', async () => {
    const { page, close } = await open('without-state.html', true);
    try {
      assert.match((await picture(page)).said ?? '', /update 20/);
      assert.equal(await page.evaluate("document.querySelector('vanishing-point')"), null);
    } finally {
      await close();
    }
  });

  test('executed without a page it says that there is no picture yet', async () => {
    writeNotebook('alone.ipynb', ['import vanishing_point as vp\nvp.Stage(task="parity", cells=["gru"])']);
    execFileSync(`${programs}jupyter`, ['nbconvert', '--to', 'html', '--execute', 'alone.ipynb'], { cwd: work, stdio: 'pipe', env: { ...process.env, IPYTHONDIR: `${work}ipython` } });
    const { page, close } = await open('alone.html', false);
    try {
      await page.getByText('Vanishing Point: parity with gru. The stage needs scripts').waitFor();
    } finally {
      await close();
    }
    const live = await open('alone.html', true);
    try {
      await live.page.waitForFunction("document.querySelector('vanishing-point')?.frame != null");
    } finally {
      await live.close();
    }
  });
});
