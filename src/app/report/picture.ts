import type { Series } from "#io/series.ts";
import { letters, type PlaneId, planeOf } from "../viewer/planes.ts";

/** A slice of a series as it is to be seen, and the borders of a region on it. */
export type SlicePicture = {
  readonly plane: PlaneId;
  /** From 1. */
  readonly slice: number;
  readonly slices: number;
  /** Columns and rows. */
  readonly width: number;
  readonly height: number;
  /** Of a pixel, mm. */
  readonly spacing: readonly [number, number];
  /** Row by row, from the top left. */
  readonly values: Float32Array;
  /** Border lines between pixel corners: x0, y0, x1, y1 of each. */
  readonly border: readonly (readonly [number, number, number, number])[];
  /** Patient letters at left, right, top and bottom. */
  readonly letters: readonly [string, string, string, string];
};

/** The plane as acquired alone, for a single slice and for slices that form no volume; else the three of the body. */
export const planesOf = ({ use, image }: Pick<Series, "use" | "image">): readonly PlaneId[] =>
  use === "volume" && image.grid.dims[2] > 1 ? ["axial", "coronal", "sagittal"] : ["acquisition"];

/**
 * The slice across a plane in which the region is largest (the middle one of several), and of it what lies around the
 * region. Null for an empty region.
 */
export function slicePicture(
  { image: { grid, data } }: Pick<Series, "image">,
  labels: Uint8Array,
  label: number,
  id: PlaneId,
): SlicePicture | null {
  const { axis, right, down } = planeOf(grid, id);
  const strides = [1, grid.dims[0], grid.dims[0] * grid.dims[1]];
  const along = (v: readonly number[]) => {
    const dots = [0, 1, 2].map((a) => [0, 1, 2].reduce((sum, c) => sum + v[c] * grid.direction[3 * a + c], 0));
    const found = [0, 1, 2].reduce((best, a) => (Math.abs(dots[a]) > Math.abs(dots[best]) ? a : best));
    return { axis: found, sign: dots[found] < 0 ? -1 : 1 };
  };
  const [u, v] = [along(right), along(down)];
  const slice = largestSlice(grid.dims, labels, label, axis);
  if (slice === null) return null;
  const from = slice * strides[axis];
  const step = (a: { axis: number; sign: number }) => a.sign * strides[a.axis];
  const first = (a: { axis: number; sign: number }) => (a.sign > 0 ? 0 : (grid.dims[a.axis] - 1) * strides[a.axis]);
  const at = (x: number, y: number): number => from + first(u) + first(v) + x * step(u) + y * step(v);
  const is = (x: number, y: number): boolean => labels[at(x, y)] === label;
  const [all, rows] = [grid.dims[u.axis], grid.dims[v.axis]];
  const spacing = [grid.spacing[u.axis], grid.spacing[v.axis]] as const;
  const columns = Array.from({ length: all }, (_, x) => x);
  const [x0, x1] = around(
    columns.filter((x) => someOf(rows, (y) => is(x, y))),
    all,
    spacing[0],
  );
  const [y0, y1] = around(
    Array.from({ length: rows }, (_, y) => y).filter((y) => someOf(all, (x) => is(x, y))),
    rows,
    spacing[1],
  );
  const [width, height] = [x1 - x0, y1 - y0];
  const values = new Float32Array(width * height);
  const inside = new Uint8Array(width * height);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      values[x + width * y] = data[at(x0 + x, y0 + y)];
      inside[x + width * y] = is(x0 + x, y0 + y) ? 1 : 0;
    }
  const minus = (d: readonly [number, number, number]) => [-d[0], -d[1], -d[2]] as const;
  return {
    plane: id,
    slice: slice + 1,
    slices: grid.dims[axis],
    width,
    height,
    spacing,
    values,
    border: borderOf(inside, width, height),
    letters: [letters(minus(right)), letters(right), letters(minus(down)), letters(down)],
  };
}

/** Least field of view, mm, and how many times the region's extent it is at least. */
const FIELD = 160;
const TIMES = 3;

const someOf = (n: number, is: (i: number) => boolean): boolean => {
  for (let i = 0; i < n; i++) if (is(i)) return true;
  return false;
};

/** A stretch of an axis around where the region is: enough to know the place by, no more than there is. */
function around(taken: readonly number[], n: number, spacing: number): readonly [number, number] {
  const low = taken[0];
  const high = taken[taken.length - 1];
  const length = Math.min(n, Math.max(Math.ceil(FIELD / spacing), TIMES * (high - low + 1)));
  const begin = Math.min(n - length, Math.max(0, Math.round((low + high + 1 - length) / 2)));
  return [begin, begin + length];
}

function largestSlice(dims: readonly number[], labels: Uint8Array, label: number, axis: number): number | null {
  const counts = new Float64Array(dims[axis]);
  const stride = axis === 0 ? 1 : axis === 1 ? dims[0] : dims[0] * dims[1];
  for (let i = 0; i < labels.length; i++) if (labels[i] === label) counts[Math.floor(i / stride) % dims[axis]]++;
  const most = counts.reduce((a, b) => Math.max(a, b), 0);
  if (most === 0) return null;
  const best = [...counts.keys()].filter((k) => counts[k] === most);
  return best[Math.floor((best.length - 1) / 2)];
}

function borderOf(inside: Uint8Array, width: number, height: number) {
  const lines: [number, number, number, number][] = [];
  const is = (x: number, y: number) => x >= 0 && y >= 0 && x < width && y < height && inside[x + width * y] === 1;
  for (let y = 0; y <= height; y++)
    for (let x = 0; x <= width; x++) {
      if (is(x, y) !== is(x - 1, y) && y < height) lines.push([x, y, x, y + 1]);
      if (is(x, y) !== is(x, y - 1) && x < width) lines.push([x, y, x + 1, y]);
    }
  return lines;
}

export type Look = {
  /** Intensities shown black and white. */
  readonly window: readonly [number, number];
  readonly inverted: boolean;
  readonly color: readonly [number, number, number];
};

/** Longest side of a picture, pixels, and the least pixels that a voxel gets before it is shown as a square. */
const SIDE = 480;
const SQUARES = 6;

/** Draws a slice with its borders, letters and a scale bar, square millimetres square, and gives it as a data URL. */
export function drawSlice(picture: SlicePicture, { window, inverted, color }: Look): string {
  const { width, height, spacing, values, border } = picture;
  const scale = SIDE / Math.max(width * spacing[0], height * spacing[1]);
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(width * spacing[0] * scale));
  canvas.height = Math.max(1, Math.round(height * spacing[1] * scale));
  const context = canvas.getContext("2d");
  const source = document.createElement("canvas");
  source.width = width;
  source.height = height;
  const paint = source.getContext("2d");
  if (!context || !paint) throw new Error("This browser gives no canvas to draw on");
  const pixels = paint.createImageData(width, height);
  const [low, high] = window;
  for (let i = 0; i < values.length; i++) {
    const share = high > low ? (values[i] - low) / (high - low) : values[i] >= low ? 1 : 0;
    const grey = 255 * Math.min(1, Math.max(0, inverted ? 1 - share : share));
    pixels.data.set([grey, grey, grey, 255], 4 * i);
  }
  paint.putImageData(pixels, 0, 0);
  const [sx, sy] = [canvas.width / width, canvas.height / height];
  context.imageSmoothingEnabled = Math.min(sx, sy) < SQUARES;
  context.drawImage(source, 0, 0, canvas.width, canvas.height);
  context.strokeStyle = `rgb(${color.join()})`;
  context.lineWidth = 2;
  context.lineCap = "square";
  context.beginPath();
  for (const [x0, y0, x1, y1] of border) {
    context.moveTo(x0 * sx, y0 * sy);
    context.lineTo(x1 * sx, y1 * sy);
  }
  context.stroke();
  annotate(context, picture, scale);
  return canvas.toDataURL("image/jpeg", 0.9);
}

function annotate(
  context: CanvasRenderingContext2D,
  { letters: [left, right, top, bottom] }: SlicePicture,
  scale: number,
) {
  const { width, height } = context.canvas;
  context.font = "bold 24px sans-serif";
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.lineWidth = 3;
  const write = (text: string, x: number, y: number) => {
    context.strokeStyle = "#000";
    context.strokeText(text, x, y);
    context.fillStyle = "#ffe9a8";
    context.fillText(text, x, y);
  };
  write(left, 18, height / 2);
  write(right, width - 18, height / 2);
  write(top, width / 2, 18);
  write(bottom, width / 2, height - 18);
  // The longest of these lengths that is at most a third of the picture.
  const length = [100, 50, 20, 10, 5, 2, 1].find((mm) => mm * scale <= width / 3);
  if (length === undefined) return;
  context.fillStyle = "#fff";
  context.fillRect(width - 10 - length * scale, height - 10, length * scale, 4);
  context.font = "bold 20px sans-serif";
  write(`${length} mm`, width - 10 - (length * scale) / 2, height - 26);
}
