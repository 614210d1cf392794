/** A picture as an SVG document that stands by itself: vectors and text, and strips as embedded images. */

import type { Colour } from './colours';
import { canvasFont, type Fill, type Picture, type Shape } from './shapes';
import { escapeXml, fontAttributes, number, tag, type Recordings } from './vector';

/** `recordings` holds what was drawn on canvases as vectors; other canvases become images. */
export function svgDocument(picture: Picture, recordings: Recordings, { title, description }: { title: string; description: string }): string {
  const definitions: string[] = [];
  const content = picture.shapes.map((shape) => write(shape, recordings, definitions)).join('\n');
  const { width, height, background } = picture;
  return `<?xml version="1.0" encoding="UTF-8"?>\n${tag('svg', { xmlns: 'http://www.w3.org/2000/svg', width, height, viewBox: `0 0 ${width} ${height}`, role: 'img' }, [
    tag('title', {}, escapeXml(title)),
    tag('desc', {}, escapeXml(description)),
    definitions.length === 0 ? '' : tag('defs', {}, definitions.join('')),
    tag('rect', { width, height, fill: background.hex }),
    content,
  ].join('\n'))}\n`;
}

function paint(name: 'fill' | 'stroke', colour: Colour): Record<string, string | number | null> {
  return { [name]: colour.hex, [`${name}-opacity`]: colour.alpha === 1 ? null : colour.alpha };
}

function write(shape: Shape, recordings: Recordings, definitions: string[]): string {
  switch (shape.kind) {
    case 'box': {
      const { x, y, width, height, radius, fill, stroke } = shape;
      const inset = stroke === null ? 0 : stroke.width / 2;
      return tag('rect', {
        x: x + inset, y: y + inset, width: width - 2 * inset, height: height - 2 * inset, rx: radius > 0 ? radius : null,
        ...(fill === null ? { fill: 'none' } : fillOf(fill, definitions)),
        ...(stroke === null ? {} : { ...paint('stroke', stroke.colour), 'stroke-width': stroke.width }),
      });
    }
    case 'canvas': {
      const { canvas, x, y, width, height } = shape;
      const recorded = recordings.get(canvas);
      const content = recorded === undefined ? recordings.embed(canvas, x, y, width, height) : recorded.svg;
      const row = canvas.closest<HTMLElement>('[data-row]')?.dataset.row ?? null;
      const cell = canvas.closest<HTMLElement>('[data-cell]')?.dataset.cell ?? null;
      const panel = canvas.closest<HTMLElement>('[data-panel]')?.dataset.panel ?? null;
      return tag('g', { transform: recorded === undefined ? null : `translate(${number(x)} ${number(y)})`, 'data-row': row, 'data-cell': cell, 'data-panel': panel }, content);
    }
    case 'path': {
      const { d, x, y, scale, fill, stroke } = shape;
      return tag('path', {
        d, transform: `translate(${number(x)} ${number(y)}) scale(${String(Math.round(scale * 1e4) / 1e4)})`,
        ...(fill === null ? { fill: 'none' } : paint('fill', fill)),
        ...(stroke === null ? {} : { ...paint('stroke', stroke.colour), 'stroke-width': stroke.width }),
      });
    }
    case 'text':
      return tag('text', {
        x: shape.x, y: shape.baseline, ...fontAttributes(canvasFont(shape.font)), ...paint('fill', shape.colour),
        'text-anchor': shape.anchor === 'end' ? 'end' : null,
        'letter-spacing': shape.font.spacing === 0 ? null : shape.font.spacing,
      }, escapeXml(shape.text));
  }
}

function fillOf(fill: Fill, definitions: string[]): Record<string, string | number | null> {
  if (fill.kind === 'plain') return paint('fill', fill.colour);
  const body = fill.kind === 'gradient' ? gradient(fill) : hatch(fill);
  // The same fill is defined once.
  let index = definitions.findIndex((each) => each.replace(/ id="[^"]*"/, '') === body);
  if (index < 0) {
    index = definitions.length;
    definitions.push(body.replace(/^<\w+/, `$& id="fill-${index}"`));
  }
  return { fill: `url(#fill-${index})` };
}

function gradient({ towards, stops }: Extract<Fill, { kind: 'gradient' }>): string {
  const ends = { top: [0, 1, 0, 0], bottom: [0, 0, 0, 1], right: [0, 0, 1, 0], left: [1, 0, 0, 0] } as const;
  const [x1, y1, x2, y2] = ends[towards];
  return tag('linearGradient', { x1, y1, x2, y2 },
    stops.map(({ colour: { hex, alpha }, offset }) => tag('stop', { offset: String(Math.round(offset * 1e4) / 1e4), 'stop-color': hex, 'stop-opacity': alpha === 1 ? null : alpha })).join(''));
}

function hatch({ colour, period }: Extract<Fill, { kind: 'hatch' }>): string {
  return tag('pattern', { width: period, height: period, patternUnits: 'userSpaceOnUse', patternTransform: 'rotate(45)' },
    tag('rect', { width: 1, height: period, ...paint('fill', colour) }));
}
