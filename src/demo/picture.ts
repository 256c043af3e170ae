/** A square grey picture. */
export type Picture = { readonly size: number; readonly pixels: Uint8Array };

const SIZE = 240;

/**
 * A square picture from an image of `columns` × `rows`: `brightness` gives 0 … 1 at (column, row). The image fills the
 * square and is cut at its longer side; `aspect` is the height of a row over the width of a column.
 */
export function picture(
  columns: number,
  rows: number,
  brightness: (column: number, row: number) => number,
  aspect = 1,
): Picture {
  const pixels = new Uint8Array(SIZE * SIZE);
  const side = Math.min(columns, rows * aspect);
  const step = side / SIZE;
  const samples = Math.max(1, Math.round(step));
  for (let v = 0; v < SIZE; v++) {
    for (let u = 0; u < SIZE; u++) {
      let sum = 0;
      for (let s = 0; s < samples * samples; s++) {
        const x = (u + ((s % samples) + 0.5) / samples) * step + (columns - side) / 2;
        const y = ((v + (Math.floor(s / samples) + 0.5) / samples) * step + (rows * aspect - side) / 2) / aspect;
        const value = brightness(Math.min(columns - 1, Math.floor(x)), Math.min(rows - 1, Math.floor(y)));
        sum += Math.min(1, Math.max(0, value));
      }
      pixels[v * SIZE + u] = Math.round((255 * sum) / (samples * samples));
    }
  }
  return { size: SIZE, pixels };
}
