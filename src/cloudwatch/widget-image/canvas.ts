/** A raster of pixels that takes lines, areas and texts, smoothed at their edges. Pure. */

/** Red, green, blue, 0–255. */
export type Colour = readonly [red: number, green: number, blue: number];

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** `#rrggbb` or `#rgb` as a colour; undefined where the text is none. */
export function colourFrom(text: string): Colour | undefined {
  const long = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(text);
  if (long) return [long[1], long[2], long[3]].map((part) => Number.parseInt(part as string, 16)) as unknown as Colour;
  const short = /^#([0-9a-f])([0-9a-f])([0-9a-f])$/i.exec(text);
  return short ? colourFrom(`#${short[1]}${short[1]}${short[2]}${short[2]}${short[3]}${short[3]}`) : undefined;
}

export class Canvas {
  readonly width: number;
  readonly height: number;
  /** Three bytes a pixel, row by row from the top. */
  readonly pixels: Uint8Array;
  /** Nothing is drawn outside. */
  #clip: { readonly left: number; readonly top: number; readonly right: number; readonly bottom: number };

  constructor(width: number, height: number, background: Colour) {
    this.width = width;
    this.height = height;
    this.pixels = new Uint8Array(width * height * 3);
    for (let i = 0; i < width * height; i++) this.pixels.set(background, i * 3);
    this.#clip = { left: 0, top: 0, right: width, bottom: height };
  }

  /** Draws what `act` draws, but only inside of the rectangle. */
  within(left: number, top: number, right: number, bottom: number, act: () => void): void {
    const before = this.#clip;
    this.#clip = {
      left: Math.max(before.left, left),
      top: Math.max(before.top, top),
      right: Math.min(before.right, right),
      bottom: Math.min(before.bottom, bottom),
    };
    act();
    this.#clip = before;
  }

  /** Mixes a colour into one pixel; `coverage` 0–1. */
  blend(x: number, y: number, colour: Colour, coverage: number): void {
    const { left, top, right, bottom } = this.#clip;
    if (coverage <= 0 || x < left || y < top || x >= right || y >= bottom) return;
    const at = (y * this.width + x) * 3;
    const share = Math.min(1, coverage);
    for (let i = 0; i < 3; i++) {
      const before = this.pixels[at + i] as number;
      this.pixels[at + i] = Math.round(before + ((colour[i] as number) - before) * share);
    }
  }

  /** A column of pixels from `top` to `bottom` (fractions of pixels count). */
  fillColumn(x: number, top: number, bottom: number, colour: Colour, opacity: number): void {
    const [from, to] = top < bottom ? [top, bottom] : [bottom, top];
    for (let y = Math.max(0, Math.floor(from)); y < Math.min(this.height, to); y++) {
      this.blend(x, y, colour, opacity * (Math.min(to, y + 1) - Math.max(from, y)));
    }
  }

  fillRectangle(left: number, top: number, right: number, bottom: number, colour: Colour, opacity = 1): void {
    for (let x = Math.max(0, Math.round(left)); x < Math.min(this.width, Math.round(right)); x++) {
      this.fillColumn(x, Math.round(top), Math.round(bottom), colour, opacity);
    }
  }

  /** A straight line with round ends; where both ends are the same a dot. */
  line(from: Point, to: Point, colour: Colour, thickness = 1): void {
    const reach = thickness / 2 + 1;
    const [x0, x1] = [Math.floor(Math.min(from.x, to.x) - reach), Math.ceil(Math.max(from.x, to.x) + reach)];
    const [y0, y1] = [Math.floor(Math.min(from.y, to.y) - reach), Math.ceil(Math.max(from.y, to.y) + reach)];
    const [dx, dy] = [to.x - from.x, to.y - from.y];
    const lengthSquared = dx * dx + dy * dy;
    for (let y = Math.max(0, y0); y <= Math.min(this.height - 1, y1); y++) {
      for (let x = Math.max(0, x0); x <= Math.min(this.width - 1, x1); x++) {
        const [px, py] = [x + 0.5 - from.x, y + 0.5 - from.y];
        const along = lengthSquared === 0 ? 0 : Math.min(1, Math.max(0, (px * dx + py * dy) / lengthSquared));
        const distance = Math.hypot(px - along * dx, py - along * dy);
        this.blend(x, y, colour, thickness / 2 + 0.5 - distance);
      }
    }
  }

  polyline(points: readonly Point[], colour: Colour, thickness = 1): void {
    for (let i = 1; i < points.length; i++) this.line(points[i - 1] as Point, points[i] as Point, colour, thickness);
    if (points.length === 1) this.line(points[0] as Point, points[0] as Point, colour, thickness + 1.5);
  }
}
