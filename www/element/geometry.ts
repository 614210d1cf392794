/** How the stage divides its box. All numbers are CSS pixels. */

import type { RunDescription } from '../generated/types';
import type { Messages } from '../i18n';
import { axisHeight, inputEnds, inputHeight } from '../views/axis';
import { plain } from '../views/dom';
import { plainHeight } from '../views/input/input';
import type { LaneView } from '../views/lane';
import type { Panel } from '../views/row';
import { textWidth } from '../views/ruler';
import type { Theme } from '../views/theme';

export interface Box {
  width: number;
  height: number;
  headHeight: number;
  lanes: readonly LaneView[];
  steps: number;
  panels: ReadonlySet<Panel>;
  presenting: boolean;
  fills: boolean;
  /** Whether lanes show little until they are unfolded. */
  folds: boolean;
  /** Whether the window in which is presented, or the frame that an embed has, is low: all is to be in it. */
  low: boolean;
  /** What the lanes read; null before the first run. */
  run: RunDescription | null;
  /** Whether it is the page of its own, in a window with room for a chart of some height above the lanes. */
  high: boolean;
  /** What stands behind an arrow at the right end of the input; null for nothing. */
  target: string | null;
  theme: Theme;
  words: Messages;
}

export interface Geometry {
  /** Below 600: facts above the strips, labels right of them. */
  narrow: boolean;
  /** Width of the facts and of the row labels; 0 when they do not stand left of the axis. */
  side: number;
  label: number;
  /** Width that the time axis may take. */
  axis: number;
  /** Left end of the time axis. */
  left: number;
  /** Height of the hero chart. */
  hero: number;
  /** Height of the row that shows the input. */
  input: number;
  /** Whether name and share of right answers stand on one line, because there is no room for two. */
  tight: boolean;
  /** Factor on the heights of strips, which fills a tall stage. */
  stretch: number;
  /** Whether strips are lower and rows that can be done without are left out, because there is no room for all gradients. */
  yielding: boolean;
}

const NARROW = 600;
const NARROW_LABEL = 74;
/** Of letters, where nobody asks for others. */
const SMALL = 12;
/** Of the chart on a phone, about a third of what is in sight of the stage. */
const NARROW_HERO = 212;
const PADDING = 14;
const SCALE = 46;
/** Around the target: before the arrow, between it and the chip, the chip's own, and up to the edge. */
const TARGET = 5 + 4 + 11 + 6;
/** Before the ends of a scale. */
const ENDS = 8;
/** The head's padding, and the room under the lanes. */
const AXIS = 10 + 8;
const GAP = 3;
const LANE_GAP = 11;
/** Width of the facts at least, and the width of the stage below which they get no more than they must. */
const LEAST_SIDE = 104;
/** So wide that the labels of a chart keep to two lines, where there is room for that. */
const WIDE_SIDE = { from: 640, least: 124 };
const FOLDED_SIDE = 116;
/** A lane's mark and the gaps beside it, where its name and its share of right answers stand on one line. */
const TIGHT_SIDE = 13 + 4 + 6 + 6;
/** Between its weights and its button, and beside them. */
const TIGHT_GAP = 6 + 6;
/** Of the stage's height, what the chart has at least where lanes are folded. */
const CHART_SHARE = 0.4;
/** The same where each lane shows its answers, too. */
const CHART_SHARE_TOLD = 0.3;
/** A folded lane's name, its share of right answers, its weights and its button, where there is room; and how far its strips shrink. */
const FOLDED_FACTS = { roomy: 68, tight: 36 };
/** A label of the chart whose words take three lines. */
const TALL_LABEL = 66;
/** Above and below a folded lane. */
const FOLDED_GAP = 8;
const FOLDED_STRETCH = 0.3;
const FOLDED_MOST = 1.5;
const SHORT_OF_ROOM = 800;
/** A value as long as they usually get, and the room around label and value; the same where room is short. */
const LONG_VALUE = '8.8e−88';
const SHORT_VALUE = '100\u202f%';
const FACTS_PADDING = 34;
const TIGHT_PADDING = 24;
/** Before the time of an update at the right end of the strips, and behind it. */
const COST_PADDING = 8 + 4;
/** Of a label beside the chart, in an element of the usual size. */
const LABEL_HEIGHT = 44;
/** The same, the chart and the strips in a low frame. */
const LOW_LABEL = 41;
const LOW_HERO = 116;
const LOW_STRETCH = 0.5;
/** How far the strips shrink and grow, and the chart shrinks, to fit. */
const SMALL_STRETCH = 0.88;
const LEAST_STRETCH = 0.85;
const MOST_STRETCH = 1.9;
const LEAST_HERO = 0.84;
/** A presentation on a low screen keeps all gradients in view: the chart gives way sooner. */
const LEAST_HERO_PRESENTING = 0.54;
/** As low as three labels beside it allow. */
const LEAST_HERO_YIELDING = 0.5;
/** How far strips shrink whose scales have two ends alone. */
const LEAST_STRETCH_YIELDING = 0.57;
/** How much of its own height the chart takes besides, where there is plenty. */
const MOST_GROWTH = 2;
/** Size of small labels when presenting on a screen of the usual size. */
const PRESENTING_SMALL = 16;
/** Of a narrow stage that fills its box: a lane's name, the labels above the chart by how many there are, and how far the chart shrinks, and grows where it is alone, and strips shrink. */
const NARROW_NAME = 26;
const STRIP_LABELS = [0, 28, 42, 71];
const LEAST_STRIP_HERO = 78;
const MOST_STRIP_HERO = 1.4;
const LEAST_STRIP_STRETCH = 0.6;
/** Title and facts need this much beside the rows. */
const FACTS_HEIGHT = 94;
const FACTS_HEIGHT_PRESENTING = { roomy: 80, low: 57 };

type Heights = Pick<Geometry, 'hero' | 'stretch' | 'tight' | 'yielding'>;

export function measure(box: Box): Geometry {
  const { width, presenting } = box;
  // Large letters beside the chart and the rows would leave no room to these.
  const narrow = width < (presenting ? NARROW : NARROW * Math.max(1, box.theme.small / SMALL));
  const grow = growth(box);
  const label = narrow ? 0 : presenting ? Math.round(82 * grow) : box.folds ? 74 : 62;
  // Labels stand right of the rows of a narrow stage.
  const right = Math.max(narrow ? Math.min(0.36 * width, NARROW_LABEL * Math.max(1, box.theme.small / SMALL)) : (SCALE + (presenting ? 24 : 0) + 8) * grow, targetWidth(box), costWidth(box));
  const across = (tight: boolean) => {
    const side = narrow ? 0 : sideWidth(box, tight);
    const left = narrow ? PADDING : PADDING + side + label;
    return { side, left, axis: Math.max(60, width - left - right) };
  };
  const input = box.run === null ? plainHeight(box.theme) : inputHeight(box.run, box.theme, Math.floor(across(false).axis / box.run.steps));
  const high = heights(box, narrow, input);
  return { narrow, label, input, ...across(high.tight), ...high };
}

/** How much larger than usual a presentation is, on a large screen. */
export const growth = ({ presenting, theme }: Pick<Box, 'presenting' | 'theme'>): number => (presenting ? theme.small / PRESENTING_SMALL : 1);

function costWidth({ lanes, folds, theme }: Box): number {
  const texts = folds ? lanes.map(({ costText }) => costText).filter((text) => text !== '') : [];
  return texts.length === 0 ? 0 : COST_PADDING + Math.ceil(Math.max(...texts.map((text) => textWidth(text, `400 ${theme.small}px ${theme.font}`))));
}

function targetWidth({ target, run, theme }: Box): number {
  const ends = run === null ? [] : inputEnds(run);
  const range = ends.length === 0 ? 0 : ENDS + Math.ceil(Math.max(...ends.map((end) => textWidth(end, `400 ${theme.small}px ${theme.font}`))));
  if (target === null) return range;
  return range + Math.ceil(textWidth('→', `400 ${theme.small}px ${theme.font}`) + textWidth(target, `700 ${theme.small}px ${theme.font}`)) + TARGET;
}

/** As wide as the facts are; where room is short, values too long for their line go under their label. */
function sideWidth({ width, panels, presenting, folds, lanes, theme, words }: Box, tight: boolean): number {
  if (folds && tight) {
    const name = Math.max(...lanes.map(({ cell }) => textWidth(words.cells[cell], `700 14px ${theme.font}`)));
    const small = (text: string) => textWidth(text, `400 ${theme.small}px ${theme.font}`);
    const below = Math.max(...lanes.map(({ sizeText }) => small(sizeText))) + small(words.lanes.unfold);
    return Math.max(FOLDED_SIDE, Math.ceil(name + small(words.lanes.right(SHORT_VALUE))) + TIGHT_SIDE, Math.ceil(below) + TIGHT_GAP);
  }
  if (folds) return FOLDED_SIDE;
  const least = panels.has('hero') && width >= WIDE_SIDE.from ? WIDE_SIDE.least : LEAST_SIDE;
  if (!panels.has('facts') && !presenting) return least;
  const size = presenting ? theme.small + 2 : theme.small;
  const bold = `700 ${size}px ${theme.font}`;
  const label = Math.max(...Object.values(words.facts).map(({ label: each }) => textWidth(plain(each), `400 ${theme.small}px ${theme.font}`)));
  const [value, padding] = width < SHORT_OF_ROOM ? [SHORT_VALUE, TIGHT_PADDING] : [LONG_VALUE, FACTS_PADDING];
  return Math.max(least, Math.ceil(label + textWidth(value, bold)) + padding);
}

/** The heights of hero and strips: natural ones, or, when the stage fills its box, such that the lanes fit. */
function heights(box: Box, narrow: boolean, input: number): Heights {
  const { lanes, panels, presenting, fills, folds, height, headHeight, theme } = box;
  const grow = growth(box);
  const low = box.low && !fills && !presenting;
  const bare = lanes.every((lane) => lane.rowsOf(panels, folds, false).length === 0);
  // Where labels stand beside the chart each has its place; alone, the chart has room for every word of them.
  const label = bare ? TALL_LABEL : low ? LOW_LABEL : LABEL_HEIGHT;
  const natural = presenting ? (narrow ? 200 : 316) * grow : narrow ? (box.high ? NARROW_HERO : 150) : Math.max(low ? LOW_HERO : 148, lanes.length * label);
  const stretch = presenting ? 1.4 * grow : low ? LOW_STRETCH : 1;
  if (!fills || lanes.length === 0) return { hero: Math.round(natural), stretch, tight: false, yielding: false };
  const axis = AXIS + axisHeight(theme) + (panels.has('input') ? input : plainHeight(theme));
  if (narrow) return { ...stripHeights(lanes, panels, height - headHeight - axis, natural, stretch, theme.small), tight: false, yielding: false };
  if (folds) return foldedHeights(lanes, panels, height, headHeight + axis, theme.small);
  const whole = fillingHeights(box, natural, headHeight + axis, false);
  return whole.fits || !presenting ? whole.heights : fillingHeights(box, natural, headHeight + axis, true).heights;
}

/** The heights in a stage that fills its box and does not fold its lanes, and whether these fit. */
function fillingHeights({ lanes, panels, presenting, height, theme, low }: Box, natural: number, above: number, yielding: boolean): { heights: Heights; fits: boolean } {
  const grow = growth({ presenting, theme });
  let fixed = above;
  const facts = presenting ? FACTS_HEIGHT_PRESENTING[low ? 'low' : 'roomy'] * grow : FACTS_HEIGHT;
  let stretching = 0;
  for (const lane of lanes) {
    const rows = lane.rowsOf(panels, false, yielding);
    const rigid = rows.filter((row) => !row.stretches).reduce((sum, row) => sum + Math.max(row.height, theme.small + 5), 0) + GAP * (rows.length - 1) + LANE_GAP;
    const elastic = rows.filter((row) => row.stretches).reduce((sum, row) => sum + row.height, 0);
    fixed += Math.max(rigid, facts + LANE_GAP - elastic);
    stretching += elastic;
  }
  const least = yielding ? LEAST_STRETCH_YIELDING : LEAST_STRETCH;
  const clamp = (stretch: number) => Math.max(least, Math.min(MOST_STRETCH * grow, stretch));
  // Without the chart the strips have all there is.
  if (!panels.has('hero')) return { heights: { hero: Math.round(natural), stretch: clamp((height - fixed) / Math.max(1, stretching)), tight: false, yielding }, fits: true };
  // Where room is short the strips give some, then the chart, then the strips more; where there is plenty they grow.
  const room = height - fixed;
  const hero = Math.max(Math.round(natural * (yielding ? LEAST_HERO_YIELDING : presenting ? LEAST_HERO_PRESENTING : LEAST_HERO)), Math.min(natural, room - SMALL_STRETCH * grow * stretching));
  const stretch = clamp((room - hero) / Math.max(1, stretching));
  const spare = room - hero - stretch * stretching;
  const grown = Math.round(hero + Math.max(0, presenting ? spare : Math.min(MOST_GROWTH * natural, spare)));
  return { heights: { hero: grown, stretch, tight: false, yielding }, fits: spare >= 0 };
}

/** Narrow, as in a strip above a text: the rows of all lanes come first, and the chart gives way to them, then the strips do. */
function stripHeights(lanes: readonly LaneView[], panels: ReadonlySet<Panel>, height: number, natural: number, most: number, small: number): Pick<Geometry, 'hero' | 'stretch'> {
  const rows = lanes.map((lane) => lane.rowsOf(panels, false, false));
  const sum = (stretches: boolean) => rows.flat().filter((row) => row.stretches === stretches).reduce((total, row) => total + (stretches ? row.height : Math.max(row.height, small + 5)), 0);
  const gaps = rows.reduce((total, each) => total + (each.length === 0 ? 0 : NARROW_NAME + LANE_GAP + GAP * (each.length - 1)), 0);
  const room = height - (panels.has('hero') ? STRIP_LABELS[Math.min(lanes.length, STRIP_LABELS.length - 1)]! : 0) - gaps - sum(false);
  const stretching = sum(true);
  const bare = rows.every((each) => each.length === 0);
  const hero = Math.max(LEAST_STRIP_HERO, Math.min(bare ? MOST_STRIP_HERO * natural : natural, room - most * stretching));
  return { hero: Math.round(hero), stretch: Math.max(LEAST_STRIP_STRETCH, Math.min(most, (room - (panels.has('hero') ? hero : 0)) / Math.max(1, stretching))) };
}

/** The chart has its share first, then the strips are as high as they may be; what is left is the chart's. */
function foldedHeights(lanes: readonly LaneView[], panels: ReadonlySet<Panel>, height: number, fixed: number, small: number): Heights {
  const told = lanes.some((lane) => lane.rowsOf(panels, true, false).some((row) => row.panel === 'answer'));
  // The labels of many models take more than that.
  const least = Math.max(Math.round((told ? CHART_SHARE_TOLD : CHART_SHARE) * height), panels.has('hero') ? lanes.length * LABEL_HEIGHT : 0);
  const room = height - fixed - GAP;
  const used = (stretch: number, facts: number) => lanes.reduce((sum, lane) => {
    const rows = lane.rowsOf(panels, true, false);
    const strips = rows.reduce((total, row) => total + (row.stretches ? Math.max(small, Math.round(row.height * stretch)) : row.height), GAP * (rows.length - 1));
    return sum + Math.max(facts, strips) + FOLDED_GAP;
  }, 0);
  const fitting = (facts: number) => {
    let stretch = FOLDED_MOST;
    while (stretch > FOLDED_STRETCH && used(stretch, facts) > room - least) stretch -= 0.02;
    return stretch;
  };
  const roomy = fitting(FOLDED_FACTS.roomy);
  const tight = used(roomy, FOLDED_FACTS.roomy) > room - least;
  const stretch = tight ? fitting(FOLDED_FACTS.tight) : roomy;
  return { hero: Math.max(least, Math.round(room - used(stretch, tight ? FOLDED_FACTS.tight : FOLDED_FACTS.roomy))), stretch, tight, yielding: false };
}
