/** The style sheets of what an element shows once it has loaded. Later ones win. */

import element from './element.css?inline';
import film from './film.css?inline';
import overlay from './overlay.css?inline';
import rows from './rows.css?inline';
import { sheet } from './sheet';
import sizes from './sizes.css?inline';

export const styleSheets = [element, rows, overlay, film, sizes].map(sheet);
