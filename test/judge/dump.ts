// Dumps what the loader makes of DICOM files, for judgement by other programs: node test/run.mjs test/judge/dump.ts OUT PATH…
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { load } from "#io/load.ts";
import { diskFiles, plainHost } from "../helpers/load-files.ts";

/** One record a slice: its file and frame, the decoded values in `values` (float32), or the refusal. */
type Row = {
  readonly path: string;
  readonly frame?: number;
  readonly columns?: number;
  readonly rows?: number;
  readonly offset?: number;
  readonly unit?: string;
  readonly chain?: string;
  readonly refusal?: string;
};

export async function main([out, ...paths]: readonly string[]): Promise<void> {
  mkdirSync(out, { recursive: true });
  const rows: Row[] = [];
  const parts: Float32Array[] = [];
  let offset = 0;
  // One file at a time: the data set repeats instances in many encodings.
  for (const file of paths.flatMap(diskFiles).filter((f) => !/\.(nii|nii\.gz|nrrd|csv)$/.test(f.path))) {
    const { series, refusals } = await load([file], plainHost());
    for (const { path, finding } of refusals) rows.push({ path, refusal: `${finding.code}: ${finding.detail}` });
    for (const { image, slices, valueChain } of series) {
      const [columns, height] = image.grid.dims;
      slices.forEach(({ path, frame }, k) => {
        const start = offset + k * columns * height;
        rows.push({ path, frame, columns, rows: height, offset: start, unit: image.unit, chain: valueChain });
      });
      parts.push(image.data);
      offset += image.data.length;
    }
  }
  const all = new Float32Array(offset);
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  writeFileSync(join(out, "values.bin"), new Uint8Array(all.buffer));
  writeFileSync(join(out, "rows.json"), JSON.stringify(rows));
}
