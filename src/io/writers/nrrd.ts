import { gzipSync } from "fflate";
import { RadiomicaError } from "#engine/errors.ts";
import type { Grid } from "#engine/grid.ts";

/**
 * A map (Float32Array) or label map (Uint8Array) as NRRD with an attached header, little endian, in DICOM's LPS.
 * `fields` become key/value pairs ("feature:=glcm.contrast"). `gzip`: compressed voxels. `layers`: so many values a
 * voxel, one after the other, as a fourth axis before the three. Throws "GridMismatch" for data of another size.
 */
export function writeNrrd(
  grid: Grid,
  data: Uint8Array | Float32Array,
  {
    gzip = true,
    fields = {},
    layers = 1,
  }: { readonly gzip?: boolean; readonly fields?: Readonly<Record<string, string>>; readonly layers?: number } = {},
): Uint8Array<ArrayBuffer> {
  const [nx, ny, nz] = grid.dims;
  if (data.length !== layers * nx * ny * nz) {
    throw new RadiomicaError("GridMismatch", `${data.length} voxels do not fit a grid of ${nx} × ${ny} × ${nz}`, {
      expected: layers * nx * ny * nz,
      found: data.length,
    });
  }
  const vector = (v: readonly number[]) => `(${v.join(",")})`;
  const axis = (a: 0 | 1 | 2) => vector(grid.direction.slice(3 * a, 3 * a + 3).map((d) => d * grid.spacing[a]));
  const header = [
    "NRRD0004",
    "# Written by Radiomica",
    `type: ${data instanceof Uint8Array ? "uchar" : "float"}`,
    `dimension: ${layers > 1 ? 4 : 3}`,
    "space: left-posterior-superior",
    `sizes: ${layers > 1 ? `${layers} ` : ""}${nx} ${ny} ${nz}`,
    `space directions: ${layers > 1 ? "none " : ""}${axis(0)} ${axis(1)} ${axis(2)}`,
    `kinds: ${layers > 1 ? "list " : ""}domain domain domain`,
    "endian: little",
    `encoding: ${gzip ? "gzip" : "raw"}`,
    `space origin: ${vector(grid.origin)}`,
    ...Object.entries(fields).map(([key, value]) => `${plain(key).replaceAll(":", " ")}:=${plain(value)}`),
    "",
    "",
  ].join("\n");
  const voxels = gzip ? gzipSync(littleEndian(data), { mtime: 0 }) : littleEndian(data);
  const head = new TextEncoder().encode(header);
  const out = new Uint8Array(head.length + voxels.length);
  out.set(head);
  out.set(voxels, head.length);
  return out;
}

/** A key or value on one line; a backslash would begin an escape. */
const plain = (text: string): string => text.replaceAll(/[\r\n]+/g, " ").replaceAll("\\", "/");

function littleEndian(data: Uint8Array | Float32Array): Uint8Array {
  if (data instanceof Uint8Array) return data;
  const view = new DataView(new ArrayBuffer(4 * data.length));
  for (let v = 0; v < data.length; v++) view.setFloat32(4 * v, data[v], true);
  return new Uint8Array(view.buffer);
}
