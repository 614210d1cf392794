/** The package's main entry: registers `<vanishing-point>`. */

import '../element/define';

export * from './element';
