// The chart that an element shows before it has loaded: measures the default scene and writes www/element/poster.json.
//
//   node tests/measure/poster.mjs

import { writeFileSync } from 'node:fs';

import { measurePoster } from '../browser/poster.js';

const file = new URL('../../www/element/poster.json', import.meta.url);
writeFileSync(file, JSON.stringify(measurePoster()) + '\n');
console.log(`Wrote ${file.pathname}.`);
