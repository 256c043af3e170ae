import type { Series } from "#io/series.ts";

/** Values below which a share of the voxels lie, from a sample of at most 200 000. */
export function quantiles(data: Float32Array, shares: readonly number[]): number[] {
  const step = Math.max(1, Math.floor(data.length / 200_000));
  const sample = new Float32Array(Math.ceil(data.length / step));
  for (let i = 0, n = 0; i < data.length; i += step) sample[n++] = data[i];
  sample.sort();
  return shares.map((share) => sample[Math.round(share * (sample.length - 1))]);
}

/** The window a series opens with: SUV 0 to 10, else the header's first one, else all but the outermost percents. */
export function firstWindow(series: Series): readonly [number, number] {
  const [low, high] = series.range;
  if (series.image.unit === "SUV") return [0, Math.max(1e-3, Math.min(10, high))];
  const [stated] = series.windows;
  if (stated && stated.width > 0) return [stated.center - stated.width / 2, stated.center + stated.width / 2];
  const [from, to] = quantiles(series.image.data, [0.01, 0.995]);
  return to > from ? [from, to] : high > low ? [low, high] : [low - 0.5, low + 0.5];
}

/** How much of the scale one pixel of dragging moves: a thousandth of the series' own span. */
export function dragStep(series: Series): number {
  const [from, to] = quantiles(series.image.data, [0.005, 0.995]);
  const span = to > from ? to - from : series.range[1] - series.range[0];
  return span > 0 ? span / 1000 : 0.001;
}

/** A 96-pixel picture of the middle slice, as a data URL. */
export function picture(series: Series, window: readonly [number, number]): string {
  const size = 96;
  const { dims, spacing } = series.image.grid;
  const [nx, ny, nz] = dims;
  const first = Math.floor(nz / 2) * nx * ny;
  const canvas = document.createElement("canvas");
  canvas.width = size;
  canvas.height = size;
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (!context) return "";
  const pixels = context.createImageData(size, size);
  const scale = Math.max(nx * spacing[0], ny * spacing[1]) / size;
  const [low, high] = window;
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      const i = Math.floor(((x + 0.5 - size / 2) * scale) / spacing[0] + nx / 2);
      const j = Math.floor(((y + 0.5 - size / 2) * scale) / spacing[1] + ny / 2);
      const at = 4 * (x + size * y);
      pixels.data[at + 3] = 255;
      if (i < 0 || j < 0 || i >= nx || j >= ny) continue;
      const grey = (255 * (series.image.data[first + i + nx * j] - low)) / (high - low);
      pixels.data.fill(series.inverted ? 255 - grey : grey, at, at + 3);
    }
  }
  context.putImageData(pixels, 0, 0);
  return canvas.toDataURL("image/png");
}
