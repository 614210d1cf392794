/** The style sheets of what an element shows once it has loaded. Later ones win. */

import element from './element.css?inline';
import foot from './foot.css?inline';
import overlay from './overlay.css?inline';
import rows from './rows.css?inline';
import { sheet } from './sheet';
import sizes from './sizes.css?inline';

export const styleSheets = [element, rows, overlay, foot, sizes].map(sheet);
