/** The style sheets of an element that has not loaded yet. */

import tokens from '../views/tokens.css?inline';
import poster from './poster.css?inline';
import { sheet } from './sheet';

export const shellStyles = [tokens, poster].map(sheet);
