/** A picture as pixels. */

import { cssColour } from './colours';
import { canvasFont, type Fill, type Picture, type Shape } from './shapes';

/** Paints a picture onto a canvas of its size with `ratio` pixels to a CSS pixel; what was on it is painted over. */
export function paintPicture(context: CanvasRenderingContext2D, picture: Picture, ratio: number): void {
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.fillStyle = cssColour(picture.background);
  context.fillRect(0, 0, picture.width, picture.height);
  for (const shape of picture.shapes) {
    context.save();
    paintShape(context, shape);
    context.restore();
  }
}

function paintShape(context: CanvasRenderingContext2D, shape: Shape): void {
  switch (shape.kind) {
    case 'box': {
      const { x, y, width, height, radius, fill, stroke } = shape;
      context.beginPath();
      const inset = stroke === null ? 0 : stroke.width / 2;
      if (radius > 0) context.roundRect(x + inset, y + inset, width - 2 * inset, height - 2 * inset, radius);
      else context.rect(x + inset, y + inset, width - 2 * inset, height - 2 * inset);
      if (fill !== null) paintFill(context, fill, shape);
      if (stroke !== null) {
        context.strokeStyle = cssColour(stroke.colour);
        context.lineWidth = stroke.width;
        context.stroke();
      }
      return;
    }
    case 'canvas':
      // A canvas of one pixel a number is enlarged without smoothing; one that is as fine as the picture is copied.
      context.imageSmoothingEnabled = shape.canvas.width >= shape.width && shape.canvas.height >= shape.height;
      if (shape.canvas.width > 0 && shape.canvas.height > 0) context.drawImage(shape.canvas, shape.x, shape.y, shape.width, shape.height);
      return;
    case 'path': {
      context.translate(shape.x, shape.y);
      context.scale(shape.scale, shape.scale);
      const path = new Path2D(shape.d);
      if (shape.fill !== null) {
        context.fillStyle = cssColour(shape.fill);
        context.fill(path);
      }
      if (shape.stroke !== null) {
        context.strokeStyle = cssColour(shape.stroke.colour);
        context.lineWidth = shape.stroke.width;
        context.stroke(path);
      }
      return;
    }
    case 'text':
      context.font = canvasFont(shape.font);
      context.letterSpacing = `${shape.font.spacing}px`;
      context.fillStyle = cssColour(shape.colour);
      context.textBaseline = 'alphabetic';
      context.textAlign = shape.anchor === 'end' ? 'right' : 'left';
      context.fillText(shape.text, shape.x, shape.baseline);
      return;
  }
}

function paintFill(context: CanvasRenderingContext2D, fill: Fill, { x, y, width, height }: { x: number; y: number; width: number; height: number }): void {
  switch (fill.kind) {
    case 'plain':
      context.fillStyle = cssColour(fill.colour);
      context.fill();
      return;
    case 'gradient': {
      const lines = { top: [x, y + height, x, y], bottom: [x, y, x, y + height], right: [x, y, x + width, y], left: [x + width, y, x, y] } as const;
      const gradient = context.createLinearGradient(...lines[fill.towards]);
      for (const { colour, offset } of fill.stops) gradient.addColorStop(offset, cssColour(colour));
      context.fillStyle = gradient;
      context.fill();
      return;
    }
    case 'hatch':
      context.clip();
      context.strokeStyle = cssColour(fill.colour);
      context.lineWidth = 1;
      context.beginPath();
      for (let start = -height; start < width; start += fill.period * Math.SQRT2) {
        context.moveTo(x + start, y + height);
        context.lineTo(x + start + height, y);
      }
      context.stroke();
      return;
  }
}
