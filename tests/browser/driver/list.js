/** Prints the engines that are installed here, one a line. */

import * as chromium from './chromium.js';
import * as firefox from './firefox.js';
import * as webkit from './webkit.js';

for (const [name, { installed }] of Object.entries({ chromium, firefox, webkit })) {
  if (installed() !== null) console.log(name);
}
