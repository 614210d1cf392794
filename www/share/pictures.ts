/** What Share draws, in one file that is loaded with the first picture. */

export { passAnimation } from './animation';
export { figurePng, figureSvg } from './figure';
