import { gzipSync } from "fflate";
import { RadiomicaError } from "#engine/errors.ts";
import type { Grid } from "#engine/grid.ts";
import type { Series } from "../series.ts";

const HEADER = 352;
const UINT8 = 2;
const FLOAT32 = 16;
const MILLIMETRES = 2;
const SCANNER_ANATOMICAL = 1;
const INTENT_LABEL = 1002;

/**
 * An image (Float32Array) or a label map (Uint8Array) on the grid of a series as NIfTI-1, single file, little endian.
 * Voxels keep their order; DICOM's LPS becomes NIfTI's RAS in the affine (sform and qform agree). `gzip`: as .nii.gz.
 * Throws "GridMismatch" for data of another size, "Unsupported" for a series whose slices are uneven (an affine cannot
 * say where they are) or for an axis of more than 32 767 voxels.
 */
export function writeNifti(
  series: Pick<Series, "image" | "use">,
  data: Uint8Array | Float32Array,
  { gzip = true }: { readonly gzip?: boolean } = {},
): Uint8Array<ArrayBuffer> {
  const { grid } = series.image;
  const [nx, ny, nz] = grid.dims;
  if (data.length !== nx * ny * nz) {
    throw new RadiomicaError("GridMismatch", `${data.length} voxels do not fit a grid of ${nx} × ${ny} × ${nz}`, {
      expected: nx * ny * nz,
      found: data.length,
    });
  }
  if (series.use === "slices" && nz > 1) {
    throw new RadiomicaError("Unsupported", "NIfTI cannot hold slices of uneven distance; export as DICOM SEG instead");
  }
  const longest = Math.max(nx, ny, nz);
  if (longest > 32767) {
    throw new RadiomicaError("Unsupported", `NIfTI-1 holds at most 32 767 voxels along an axis, not ${longest}`, {
      found: longest,
    });
  }
  const labels = data instanceof Uint8Array;
  const bytes = new Uint8Array(HEADER + data.length * data.BYTES_PER_ELEMENT);
  writeHeader(new DataView(bytes.buffer), grid, labels);
  if (labels) bytes.set(data, HEADER);
  else {
    const view = new DataView(bytes.buffer, HEADER);
    for (let v = 0; v < data.length; v++) view.setFloat32(4 * v, data[v], true);
  }
  // No file name and no time in the gzip header: the same voxels give the same bytes.
  return gzip ? new Uint8Array(gzipSync(bytes, { mtime: 0 })) : bytes;
}

function writeHeader(view: DataView, grid: Grid, labels: boolean): void {
  const int16 = (at: number, values: readonly number[]) => {
    for (let n = 0; n < values.length; n++) view.setInt16(at + 2 * n, values[n], true);
  };
  const float = (at: number, values: readonly number[]) => {
    for (let n = 0; n < values.length; n++) view.setFloat32(at + 4 * n, values[n], true);
  };
  const text = (at: number, value: string) => {
    for (let c = 0; c < value.length; c++) view.setUint8(at + c, value.charCodeAt(c));
  };
  // Columns i, j, k of the rotation in RAS: x and y change their sign.
  const r = grid.direction.map((v, n) => (n % 3 === 2 ? v : -v));
  const origin = [-grid.origin[0], -grid.origin[1], grid.origin[2]];
  const { quaternion, handedness } = quaternionOf(r);

  view.setInt32(0, 348, true);
  int16(40, [3, ...grid.dims, 1, 1, 1, 1]);
  int16(68, [labels ? INTENT_LABEL : 0]);
  int16(70, labels ? [UINT8, 8] : [FLOAT32, 32]);
  float(76, [handedness, ...grid.spacing]);
  float(108, [HEADER, 1]); // offset of the voxels, slope
  view.setUint8(123, MILLIMETRES);
  text(148, "Radiomica");
  int16(252, [SCANNER_ANATOMICAL, SCANNER_ANATOMICAL]);
  float(256, [...quaternion, ...origin]);
  for (let row = 0; row < 3; row++) {
    const affine = [0, 1, 2].map((axis) => r[3 * axis + row] * grid.spacing[axis]);
    float(280 + 16 * row, [...affine, origin[row]]);
  }
  text(344, "n+1");
}

/** The unit quaternion (b, c, d; a ≥ 0) of three axis vectors; a left-handed set has its third axis turned first. */
function quaternionOf(r: readonly number[]): { quaternion: [number, number, number]; handedness: 1 | -1 } {
  const determinant =
    r[0] * (r[4] * r[8] - r[5] * r[7]) - r[1] * (r[3] * r[8] - r[5] * r[6]) + r[2] * (r[3] * r[7] - r[4] * r[6]);
  const handedness = determinant < 0 ? -1 : 1;
  // m[row][column]
  const m = (row: number, column: number) => r[3 * column + row] * (column === 2 ? handedness : 1);
  const [x, y, z] = [m(0, 0), m(1, 1), m(2, 2)];
  // Four times the squares of a, b, c, d; the greatest is divided by, so that nothing is lost to cancellation.
  const squares = [1 + x + y + z, 1 + x - y - z, 1 - x + y - z, 1 - x - y + z];
  const greatest = squares.indexOf(Math.max(...squares));
  const rows = [
    [squares[0], m(2, 1) - m(1, 2), m(0, 2) - m(2, 0), m(1, 0) - m(0, 1)],
    [m(2, 1) - m(1, 2), squares[1], m(0, 1) + m(1, 0), m(0, 2) + m(2, 0)],
    [m(0, 2) - m(2, 0), m(0, 1) + m(1, 0), squares[2], m(1, 2) + m(2, 1)],
    [m(1, 0) - m(0, 1), m(0, 2) + m(2, 0), m(1, 2) + m(2, 1), squares[3]],
  ];
  const [a, b, c, d] = rows[greatest].map((v) => v / (2 * Math.sqrt(squares[greatest])));
  const sign = a < 0 ? -1 : 1;
  return { quaternion: [sign * b, sign * c, sign * d], handedness };
}
