/** Hands the engine to the tests that drive this page. */

import { Engine } from '../../../www/engine/engine';
import parameters from '../../../www/generated/parameters.json';

/** The scene that a visitor sees first, from the table of parameters. */
const scene = Object.fromEntries(parameters.map(({ key, default: value }) => [key, value]));

Object.assign(globalThis, { Engine, scene });
