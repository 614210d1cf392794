/** Every text of the pages and of the element, in Simplified Chinese. */

import type { texts as English } from '../en';
import { addressTexts } from './address';
import { analysisTexts } from './analysis';
import { cellsTexts } from './cells';
import { controlsTexts } from './controls';
import { embedTexts } from './embed';
import { errorsTexts } from './errors';
import { failuresTexts } from './failures';
import { historyTexts } from './history';
import { inspectorTexts } from './inspector';
import { keysTexts } from './keys';
import { ownTexts } from './own';
import { parametersTexts } from './parameters';
import { playgroundTexts } from './playground';
import { reportTexts } from './report';
import { sceneCardTexts } from './scene-card';
import { scenesTexts } from './scenes';
import { shareTexts } from './share';
import { stageTexts } from './stage';
import { story } from './story';
import { tablesTexts } from './tables';
import { tasksTexts } from './tasks';
import { termsTexts } from './terms';

export const texts: typeof English = {
  ...addressTexts,
  ...analysisTexts,
  ...cellsTexts,
  ...controlsTexts,
  ...embedTexts,
  ...errorsTexts,
  ...failuresTexts,
  ...historyTexts,
  ...inspectorTexts,
  ...keysTexts,
  ...ownTexts,
  ...parametersTexts,
  ...playgroundTexts,
  ...reportTexts,
  ...sceneCardTexts,
  ...scenesTexts,
  ...shareTexts,
  ...stageTexts,
  ...tablesTexts,
  ...tasksTexts,
  ...termsTexts,
  story,
};
