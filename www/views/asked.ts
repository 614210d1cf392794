/** The chart as a reader finds it who is to draw what they expect: its axes alone. What they draw with stands in its slot. */

export interface AskedChart {
  /** How many powers of ten it goes down. */
  decades: number;
  /** Told where everything lies, whenever the chart is drawn. */
  lay(places: ChartPlaces): void;
}

/** In CSS pixels, from the corner of the chart's track. */
export interface ChartPlaces {
  /** Of a step, counted from 1. */
  x: (step: number) => number;
  /** Of a power of ten. */
  y: (log10: number) => number;
  /** The chart's right and lower ends. */
  width: number;
  height: number;
}
