/**
 * The packed package in projects of React, Vue, Svelte, Angular and Astro, checked by their compilers, and rendered on a
 * server and brought to life in the browser. Each takes properties, events and changes, and neither compiler, server nor
 * console has anything to say.
 */

import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { readFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';

import { launch } from '../browser/driver/index.js';
import { serve } from '../browser/server.js';
import { execute, projects } from './projects.js';

const REACT = { react: '19.3.1', 'react-dom': '19.3.1' };
const REACT_TYPES = { '@types/react': '19.3.3', '@types/react-dom': '19.3.0' };
const VITE = { vite: '8.3.8' };
const ANGULAR = Object.fromEntries(['core', 'common', 'compiler', 'platform-browser'].map((name) => [`@angular/${name}`, '22.2.6']));
const TYPESCRIPT = { typescript: '6.0.3' };
/** Frameworks warn in bundles for development alone. */
const DEVELOPMENT = { ...process.env, NODE_ENV: 'development', ASTRO_TELEMETRY_DISABLED: '1' };
const VITE_BUILD = ['node_modules/vite/bin/vite.js', 'build', '--mode', 'development', '--logLevel', 'warn'];
const page = (/** @type {string} */ script, inside = '') => `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A post</title></head><body><div id="app">${inside}</div><script type="module" src="${script}"></script></body></html>`;
const config = (/** @type {Record<string, unknown>} */ options) => JSON.stringify({ compilerOptions: { strict: true, noEmit: true, skipLibCheck: false, target: 'ES2022', module: 'ESNext', moduleResolution: 'bundler', lib: ['ES2023', 'DOM', 'DOM.Iterable'], types: [], ...options }, include: ['src'] });

const REACT_APP = `import { useRef, useState } from 'react';
import type { VanishingPointElement } from 'vanishing-point/element';
import type {} from 'vanishing-point/jsx';

export function App() {
  const stage = useRef<VanishingPointElement>(null);
  const [units, setUnits] = useState(16);
  const [updates, setUpdates] = useState(0);
  return (
    <article>
      <vanishing-point ref={stage} cells="rnn,gru" length={12} units={units} reset-gate="before" panels="chart" loading="eager" autoplay
        aria-label="A run" className="post" onupdate={(event) => setUpdates(event.detail.updates)} />
      <button onClick={() => setUnits(8)}>Eight units</button>
      <output>{updates}</output>
    </article>
  );
}
`;
const VUE_APP = `<script setup lang="ts">
import { ref } from 'vue';
import type {} from 'vanishing-point/vue';

const units = ref(16);
const updates = ref(0);
</script>

<template>
  <article>
    <vanishing-point cells="rnn,gru" :length="12" :units="units" reset-gate="before" panels="chart" loading="eager" autoplay
      aria-label="A run" class="post" @update="updates = $event.detail.updates" />
    <button @click="units = 8">Eight units</button>
    <output>{{ updates }}</output>
  </article>
</template>
`;
const SVELTE_APP = `<script>
  let units = $state(16);
  let updates = $state(0);
</script>

<article>
  <vanishing-point cells="rnn,gru" length={12} {units} reset-gate="before" panels="chart" loading="eager" autoplay
    aria-label="A run" class="post" onupdate={(event) => (updates = event.detail.updates)}></vanishing-point>
  <button onclick={() => (units = 8)}>Eight units</button>
  <output>{updates}</output>
</article>
`;

/** Compiled in the browser, so that nothing of Angular's own tools is installed. */
const ANGULAR_APP = `import '@angular/compiler';
import { Component, CUSTOM_ELEMENTS_SCHEMA, provideZonelessChangeDetection, signal } from '@angular/core';
import { bootstrapApplication } from '@angular/platform-browser';
import 'vanishing-point';

class App {
  units = signal(16);
  updates = signal(0);
}
Component({
  selector: 'app-root',
  schemas: [CUSTOM_ELEMENTS_SCHEMA],
  template: \`
    <article>
      <vanishing-point cells="rnn,gru" [length]="12" [units]="units()" reset-gate="before" panels="chart" loading="eager" autoplay
        aria-label="A run" class="post" (update)="updates.set($event.detail.updates)"></vanishing-point>
      <button (click)="units.set(8)">Eight units</button>
      <output>{{ updates() }}</output>
    </article>\`,
})(App);

await bootstrapApplication(App, { providers: [provideZonelessChangeDetection()] });
`;
const ASTRO_PAGE = `---
const units = 16;
---
<html lang="en">
  <head><meta charset="utf-8" /><title>A post</title></head>
  <body>
    <article>
      <vanishing-point cells="rnn,gru" length={12} units={units} reset-gate="before" panels="chart" loading="eager" autoplay aria-label="A run" class="post"></vanishing-point>
      <button>Eight units</button>
      <output>0</output>
    </article>
    <script>
      import 'vanishing-point';

      const stage = document.querySelector('vanishing-point')!;
      stage.addEventListener('update', ({ detail }) => (document.querySelector('output')!.value = String(detail.updates)));
      document.querySelector('button')!.addEventListener('click', () => (stage.units = 8));
    </script>
  </body>
</html>
`;

/** @type {Record<string, { dependencies: Record<string, string>, files: Record<string, string>, check: string[][], build?: string[], policy?: string | null }>} */
const PROJECTS = {
  'React 19': {
    dependencies: { ...VITE, ...REACT, ...REACT_TYPES, ...TYPESCRIPT },
    files: {
      'tsconfig.json': config({ jsx: 'react-jsx' }),
      'vite.config.js': "export default { base: './', oxc: { jsx: { runtime: 'automatic' } } };\n",
      'index.html': page('./src/main.tsx'),
      'src/App.tsx': REACT_APP,
      'src/main.tsx': `import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import 'vanishing-point';
import { App } from './App';

createRoot(document.querySelector('#app')!).render(<StrictMode><App /></StrictMode>);
`,
    },
    check: [['node_modules/typescript/bin/tsc']],
  },
  'Vue 3': {
    dependencies: { ...VITE, ...TYPESCRIPT, vue: '3.5.45', '@vitejs/plugin-vue': '6.0.11', 'vue-tsc': '3.3.14' },
    files: {
      'tsconfig.json': config({}),
      'vite.config.js': "import vue from '@vitejs/plugin-vue';\nexport default { base: './', plugins: [vue({ template: { compilerOptions: { isCustomElement: (tag) => tag === 'vanishing-point' } } })] };\n",
      'index.html': page('./src/main.ts'),
      'src/App.vue': VUE_APP,
      'src/main.ts': "import { createApp } from 'vue';\nimport 'vanishing-point';\nimport App from './App.vue';\n\ncreateApp(App).mount('#app');\n",
    },
    check: [['node_modules/vue-tsc/bin/vue-tsc.js']],
  },
  'Svelte 5': {
    dependencies: { ...VITE, svelte: '5.57.3', '@sveltejs/vite-plugin-svelte': '7.3.1' },
    files: {
      'vite.config.js': "import { svelte } from '@sveltejs/vite-plugin-svelte';\nexport default { base: './', plugins: [svelte()] };\n",
      'index.html': page('./src/main.js'),
      'src/App.svelte': SVELTE_APP,
      'src/main.js': "import { mount } from 'svelte';\nimport 'vanishing-point';\nimport App from './App.svelte';\n\nmount(App, { target: document.querySelector('#app') });\n",
    },
    check: [],
  },
  'Angular 22': {
    dependencies: { ...VITE, ...ANGULAR },
    // Its compiler makes a large bundle, which is no fault here.
    files: { 'vite.config.js': "export default { base: './', build: { chunkSizeWarningLimit: 5000 } };\n", 'index.html': page('./src/main.ts').replace('<div id="app"></div>', '<app-root></app-root>'), 'src/main.ts': ANGULAR_APP },
    check: [],
    // Compiled in the browser it makes code from text, which the strict policy forbids.
    policy: null,
  },
  // The last one that the Node of this project's tests can build.
  'Astro 5': {
    dependencies: { astro: '5.18.2' },
    files: { 'astro.config.mjs': "export default { base: '/some/sub-path', telemetry: false };\n", 'src/pages/index.astro': ASTRO_PAGE },
    check: [],
    build: ['node_modules/astro/astro.js', 'build', '--silent'],
  },
};

/** Each renders the page on a server, which imports the package, too, and hydrates what came. @type {Record<string, { of: string, files: Record<string, string>, server: string }>} */
const RENDERED = {
  React: {
    of: 'React 19',
    files: {
      // React gives handlers to a custom element that it hydrates only when they change: docs/embedding.md listens in an effect.
      'src/App.tsx': REACT_APP.replace("import { useRef,", "import { useEffect, useRef,").replace(/ onupdate=\{.*\}/, '').replace('  return (', `  useEffect(() => {
    const element = stage.current!;
    const hear = (event: Event) => setUpdates((event as CustomEvent<{ updates: number }>).detail.updates);
    element.addEventListener('update', hear);
    return () => element.removeEventListener('update', hear);
  }, []);
  return (`),
      'src/main.tsx': "import { hydrateRoot } from 'react-dom/client';\nimport 'vanishing-point';\nimport { App } from './App';\n\nhydrateRoot(document.querySelector('#app')!, <App />, { onRecoverableError: (error) => console.error(String(error)) });\n",
      'src/server.tsx': "import { renderToString } from 'react-dom/server';\nimport 'vanishing-point';\nimport { App } from './App';\n\nconsole.log(renderToString(<App />));\n",
    },
    server: 'src/server.tsx',
  },
  Vue: {
    of: 'Vue 3',
    files: {
      'src/main.ts': "import { createSSRApp } from 'vue';\nimport 'vanishing-point';\nimport App from './App.vue';\n\ncreateSSRApp(App).mount('#app');\n",
      'src/server.ts': "import { createSSRApp } from 'vue';\nimport { renderToString } from 'vue/server-renderer';\nimport 'vanishing-point';\nimport App from './App.vue';\n\nconsole.log(await renderToString(createSSRApp(App)));\n",
    },
    server: 'src/server.ts',
  },
  Svelte: {
    of: 'Svelte 5',
    files: {
      'src/main.js': "import { hydrate } from 'svelte';\nimport 'vanishing-point';\nimport App from './App.svelte';\n\nhydrate(App, { target: document.querySelector('#app') });\n",
      'src/server.js': "import { render } from 'svelte/server';\nimport 'vanishing-point';\nimport App from './App.svelte';\n\nconsole.log(render(App).body);\n",
    },
    server: 'src/server.js',
  },
};

/** The one block of the guide that is in a language, as it stands there; `begins` tells it from others. */
function guide(/** @type {string} */ language, begins = '') {
  const text = readFileSync(new URL('../../docs/embedding.md', import.meta.url), 'utf8');
  const found = [...text.matchAll(/^```(\w+)\n([^]*?)^```$/gm)].filter(([, fence, block]) => fence === language && block?.startsWith(begins));
  assert.equal(found.length, 1, `blocks of ${language} in docs/embedding.md`);
  return /** @type {string} */ (found[0]?.[2]);
}

/**
 * The blocks of docs/embedding.md as written, in the project of their framework: what stands around them mounts them, and
 * writes the updates that they heard of into the title, where they do not show these.
 *
 * @type {Record<string, { cells: string[], files: () => Record<string, string> }>}
 */
const GUIDE = {
  'React 19': {
    cells: ['rnn', 'lstm'],
    files: () => ({
      'index.html': page('./src/guide.jsx'),
      'src/Vanishing.jsx': guide('jsx'),
      'src/guide.jsx': "import { createRoot } from 'react-dom/client';\nimport { Vanishing } from './Vanishing';\n\nconst hear = (event) => (document.title = `${event.detail.updates} updates`);\ncreateRoot(document.querySelector('#app')).render(<Vanishing onUpdate={hear} />);\n",
    }),
  },
  'Vue 3': {
    cells: ['gru'],
    files: () => ({
      'vite.config.js': `import vue from '@vitejs/plugin-vue';\nexport default { base: './', plugins: [${guide('js', 'vue(')}] };\n`,
      'index.html': page('./src/guide.js'),
      'src/Post.vue': guide('vue'),
      'src/guide.js': "import { createApp } from 'vue';\nimport Post from './Post.vue';\n\ncreateApp(Post).mount('#app');\n",
    }),
  },
  'Svelte 5': {
    cells: ['gru'],
    files: () => ({
      'index.html': page('./src/guide.js'),
      'src/Post.svelte': guide('svelte'),
      'src/guide.js': "import { mount } from 'svelte';\nimport Post from './Post.svelte';\n\nmount(Post, { target: document.querySelector('#app') });\n",
    }),
  },
  'Angular 22': {
    cells: ['gru'],
    files: () => ({
      'tsconfig.json': JSON.stringify({ compilerOptions: { target: 'ES2022', experimentalDecorators: true, useDefineForClassFields: false } }),
      'index.html': page('./src/guide.ts').replace('<div id="app"></div>', '<app-post></app-post>'),
      'src/post.ts': guide('ts'),
      'src/guide.ts': "import '@angular/compiler';\nimport { provideZonelessChangeDetection } from '@angular/core';\nimport { bootstrapApplication } from '@angular/platform-browser';\nimport { Post } from './post';\n\nawait bootstrapApplication(Post, { providers: [provideZonelessChangeDetection()] });\n",
    }),
  },
  'Astro 5': {
    cells: ['gru'],
    files: () => ({
      // A script so short would stand in the page, where the strict policy forbids it.
      'astro.config.mjs': "export default { base: '/some/sub-path', telemetry: false, vite: { build: { assetsInlineLimit: 0 } } };\n",
      'src/pages/index.astro': `<html lang="en"><head><meta charset="utf-8" /><title>A post</title></head><body>\n${guide('astro')}<script>\n  document.querySelector('vanishing-point').addEventListener('update', ({ detail }) => (document.title = \`\${detail.updates} updates\`));\n</script>\n</body></html>\n`,
    }),
  },
};

/** What Vite's bundler says where its plugins take long, which is of the machine. */
const SLOW = /^\x1B\[33m\[PLUGIN_TIMINGS\][^]*?See https:\/\/rolldown\.rs\S* for more details\.\n\n?/gm;

describe('the package in frameworks', () => {
  /** @type {Awaited<ReturnType<typeof projects>>} */
  let project;
  /** @type {import('../browser/driver/types.js').Browser} */
  let browser;

  before(async () => {
    project = await projects('frameworks');
    browser = await launch('chromium');
  });
  after(() => browser?.close());

  /** Runs a program of the project; what it says beside its result is a failure. @param {string} folder @param {string[]} program */
  const run = async (folder, program) => {
    const { stdout, stderr } = await execute('node', program, { cwd: folder, env: DEVELOPMENT }).catch((/** @type {Error & { stdout: string }} */ error) => assert.fail(`${error.message}\n${error.stdout}`));
    assert.equal(stderr.replace(SLOW, ''), '');
    return stdout;
  };

  /** What the element of the open page is, before and after the button is pressed, once it trains. */
  const outcome = () => browser.evaluate(async () => {
    const until = async (/** @type {() => unknown} */ condition) => {
      for (let attempt = 0; attempt < 6000 && !condition(); attempt++) await new Promise((resolve) => setTimeout(resolve, 50));
    };
    await customElements.whenDefined('vanishing-point');
    await until(() => document.querySelector('vanishing-point'));
    const element = /** @type {HTMLElementTagNameMap['vanishing-point']} */ (document.querySelector('vanishing-point'));
    await element.ready;
    const given = () => {
      const { cells, length, units, resetGate } = element.experiment;
      return { cells, length, units, resetGate };
    };
    const before = given();
    await until(() => Number(document.querySelector('output')?.textContent) > 1);
    const heard = Number(document.querySelector('output')?.textContent) > 1;
    document.querySelector('button')?.click();
    await until(() => element.experiment.units === 8);
    return { before, heard, after: given(), label: element.getAttribute('aria-label'), classes: element.className, shown: element.getBoundingClientRect().height > 100 };
  });
  const experiment = { cells: ['rnn', 'gru'], length: 12, resetGate: 'before' };
  const expected = { before: { ...experiment, units: 16 }, heard: true, after: { ...experiment, units: 8 }, label: 'A run', classes: 'post', shown: true };
  /** What the page's console said. */
  const troubles = () => browser.evaluate(() => globalThis.__troubles);

  for (const [name, { dependencies, files, check, build = VITE_BUILD, policy }] of Object.entries(PROJECTS)) {
    test(`${name}: types, properties, events, and changes`, async () => {
      const folder = await project(name, dependencies, files);
      for (const program of check) await run(folder, program);
      await run(folder, build);
      const server = await serve(`${folder}/dist`, policy);
      try {
        await browser.open(server.url);
        assert.deepEqual(await outcome(), expected);
        assert.deepEqual(await troubles(), []);
      } finally {
        await server.close();
      }
    });

    const written = GUIDE[name];
    if (written !== undefined) test(`${name}: the guide's own lines, as written`, async () => {
      const folder = await project(name, dependencies, { ...files, ...written.files() });
      await run(folder, build);
      const server = await serve(`${folder}/dist`, policy);
      try {
        await browser.open(server.url);
        const seen = await browser.evaluate(async () => {
          await customElements.whenDefined('vanishing-point');
          const look = () => document.querySelector('vanishing-point');
          for (let attempt = 0; attempt < 6000 && look() === null; attempt++) await new Promise((resolve) => setTimeout(resolve, 50));
          const element = /** @type {HTMLElementTagNameMap['vanishing-point']} */ (look());
          await element.train(3);
          const { cells, length } = element.experiment;
          const heard = () => /\b3 updates/.test(`${document.title} ${document.body.textContent}`);
          for (let attempt = 0; attempt < 6000 && !heard(); attempt++) await new Promise((resolve) => setTimeout(resolve, 50));
          return { cells, length, heard: heard(), shown: element.getBoundingClientRect().height > 100, controls: element.controls };
        });
        assert.deepEqual(seen, { cells: written.cells, length: 40, heard: true, shown: true, controls: 'play' });
        assert.deepEqual(await troubles(), []);
      } finally {
        await server.close();
      }
    });
  }

  for (const [name, { of, files, server: entry }] of Object.entries(RENDERED)) {
    test(`${name}: what a server rendered is taken over as it is`, async () => {
      const like = PROJECTS[of] ?? assert.fail();
      const folder = await project(of, like.dependencies, { ...like.files, ...files });
      await run(folder, [...VITE_BUILD, '--ssr', entry, '--outDir', 'server']);
      const html = (await run(folder, [`server/${entry.replace(/^src\/|\.\w+$/g, '')}.js`])).trim();
      assert.match(html, /<vanishing-point[^>]* units="16"/);
      await run(folder, VITE_BUILD);
      const { origin, close } = await rendered(`${folder}/dist`, html);
      try {
        await browser.open(origin);
        assert.deepEqual(await outcome(), expected);
        // The very element that came from the server: a framework that found it changed would have made another.
        assert.equal(await browser.evaluate(() => /** @type {any} */ (globalThis).first === document.querySelector('vanishing-point')), true);
        assert.deepEqual(await troubles(), []);
      } finally {
        await close();
      }
    });
  }
});

/** Serves a build with the page that a server rendered. @param {string} folder @param {string} html */
async function rendered(folder, html) {
  const server = await serve(folder, null);
  const index = readFileSync(`${folder}/index.html`, 'utf8').replace('<div id="app"></div>', `<div id="app">${html}</div><script>first = document.querySelector("vanishing-point")</script>`);
  assert.ok(index.includes(html));
  const front = createServer(async (request, response) => {
    const answer = await fetch(new URL((request.url ?? '/').slice(1), server.url));
    response.writeHead(answer.status, { 'Content-Type': answer.headers.get('content-type') ?? '' });
    response.end(request.url === '/' ? index.replace('<head>', '<head><script src="recorder.js"></script>') : Buffer.from(await answer.arrayBuffer()));
  });
  await new Promise((resolve) => front.listen(0, '127.0.0.1', () => resolve(undefined)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (front.address());
  return {
    origin: `http://127.0.0.1:${port}/`,
    close: async () => {
      front.close();
      front.closeAllConnections();
      await server.close();
    },
  };
}
