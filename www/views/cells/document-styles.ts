/** Gives the page the colours of the cells; an element brings them along in its own sheets. */

import { cellStyleSheet } from './looks';

document.adoptedStyleSheets.push(cellStyleSheet());
