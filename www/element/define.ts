/** Registers `<vanishing-point>` where it is imported. */

import { register } from './register';

register();

export { VanishingPointElement } from './vanishing-point';
export type { Progress, State, Status, View } from './status';
