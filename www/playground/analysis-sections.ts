/** The questions of the analysis, with their styles: loaded when it is first opened. */

import '../views/flow-matrix.css';
import './analysis.css';
import type { Section } from './analysis-section';
import { ClippingSection } from './analysis-clipping';
import { FlowSection } from './analysis-flow';
import { GatesSection } from './analysis-gates';
import { StepsSection } from './analysis-steps';
import { WeightsSection } from './analysis-weights';
import type { Page } from './page';
import type { WeightWatch } from './weight-watch';

export function makeSections(page: Page, watch: WeightWatch): Section[] {
  return [new FlowSection(page), new StepsSection(page), new GatesSection(page), new WeightsSection(page, watch), new ClippingSection(page)];
}
