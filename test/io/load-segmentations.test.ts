import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import { describe, expect, it } from "vitest";
import { decodeFrame } from "#io/dicom/decode.ts";
import { load } from "#io/load.ts";
import type { LoadResult, SourceFile } from "#io/series.ts";
import { present, shared } from "./readers/plain-series.ts";

function filesUnder(folder: string, root = folder): SourceFile[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry): SourceFile[] => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return filesUnder(path, root);
    const bytes = async () => new Uint8Array(readFileSync(path));
    return [{ path: relative(root, path), bytes, size: statSync(path).size }];
  });
}
const drop = (...folders: string[]): Promise<LoadResult> =>
  load(
    folders.flatMap((f) => filesUnder(shared(f))),
    { allocate: (n) => new Float32Array(n), decode: decodeFrame },
  );
const summary = ({ series, segmentations }: LoadResult) =>
  segmentations.map((s) => [
    series.find((x) => x.id === s.seriesId)?.modality,
    s.kind,
    ...s.segments.map((segment) => [segment.name, segment.voxels]),
  ]);

/** Folders, and what a drop of it must give: modality of the series, kind, segments with their voxels (objects.csv). */
const drops: readonly (readonly [string, readonly unknown[][]])[] = [
  ["ibsi/ibsi1_ct_radiomics_phantom/dicom", [["CT", "RTSTRUCT", ["GTV-1", 125256]]]],
  [
    "data/series/ibsi-sts002/CT data/series/ibsi-sts002/MR_T1 data/series/ibsi-sts002/PET",
    [
      ["CT", "RTSTRUCT", ["GTV_Mass_CT", 17090]],
      ["MR", "RTSTRUCT", ["GTV_Mass_MR_T1", 17090]],
      ["PT", "RTSTRUCT", ["GTV_Mass_PET", 555]],
    ],
  ],
  ["data/series/ct-3slice-seg", [["CT", "SEG", ["Liver", 107098]]]],
  [
    "data/series/seg-24x38x3",
    [
      ["CT", "SEG", ["Liver", 315]],
      ["CT", "SEG", ["Liver", 630]],
    ],
  ],
  [
    "data/series/highdicom-ct16",
    [
      ["CT", "SEG", ["first segment", 638]],
      ["CT", "SEG", ["first segment", 638]],
    ],
  ],
];

describe("segmentations dropped with their images", () => {
  for (const [names, expected] of drops) {
    const folders = names.split(" ");
    const here = folders.every(present);
    it.skipIf(!here)(here ? names : `${names} (skipped, no data)`, async () => {
      const result = await drop(...folders);
      expect(summary(result)).toEqual(expected);
      for (const s of result.segmentations) expect(s.sha256).toMatch(/^[0-9a-f]{64}$/);
    });
  }
});
