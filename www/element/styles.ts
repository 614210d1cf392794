/** The element's style sheets, made once for all elements. Constructed, so that no policy has to allow inline styles. */

import tokens from '../views/tokens.css?inline';
import element from './element.css?inline';
import film from './film.css?inline';
import overlay from './overlay.css?inline';
import rows from './rows.css?inline';
import sizes from './sizes.css?inline';

/** Later ones win. */
export const styleSheets = [tokens, element, rows, overlay, film, sizes].map((text) => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(text);
  return sheet;
});
