import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import { describe, expect, it } from "vitest";
import { decodeFrame } from "#io/dicom/decode.ts";
import { load } from "#io/load.ts";
import type { LoadResult, SourceFile } from "#io/series.ts";
import { writeNifti } from "#io/writers/nifti.ts";
import { writeSeg } from "#io/writers/seg.ts";
import { present, shared } from "./readers/plain-series.ts";

function filesUnder(folder: string, root = folder): SourceFile[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry): SourceFile[] => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return filesUnder(path, root);
    const bytes = async () => new Uint8Array(readFileSync(path));
    return [{ path: relative(root, path), bytes, size: statSync(path).size }];
  });
}
const host = { allocate: (n: number) => new Float32Array(n), decode: decodeFrame };
const drop = (...folders: string[]): Promise<LoadResult> =>
  load(
    folders.flatMap((f) => filesUnder(shared(f))),
    host,
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
  [
    "data/series/ct-3slice-seg",
    [
      ["CT", "SEG", ["Liver", 107098]],
      ["CT", "NRRD", ["heart_seg", 41449]],
      ["CT", "NRRD", ["liver_seg", 107098]],
      ["CT", "NRRD", ["spine_seg", 12439]],
    ],
  ],
  [
    "data/series/seg-24x38x3",
    [
      ["CT", "SEG", ["Liver", 315]],
      ["CT", "SEG", ["Liver", 630]],
      ["CT", "NRRD", ["label", 315]],
      ["CT", "NRRD", ["sparse_labelmap_noppv_seg", 630]],
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

it.skipIf(!present("data/sr"))(`reports${present("data/sr") ? "" : " (skipped, no data)"}`, async () => {
  const { reports, refusals } = await drop("data/sr");
  expect(reports?.map((r) => [r.title.meaning, r.groups.length])).toEqual([["Imaging Measurement Report", 1]]);
  expect(refusals.map((r) => [r.path, r.finding.code, r.finding.level])).toEqual([
    ["reportsi.dcm", "ignored_file", "info"],
  ]);
});

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

  const ct = "data/series/ct-3slice-seg/image";
  it.skipIf(!present(ct))(`our own files dropped later${present(ct) ? "" : " (skipped, no data)"}`, async () => {
    const { series } = await drop(ct);
    const labels = Uint8Array.from(series[0].image.data, (v) => (v > 100 ? 2 : v > 40 ? 1 : 0));
    const segments = [
      { label: 1, name: "soft", color: [230, 159, 0] },
      { label: 2, name: "dense", color: [86, 180, 233] },
    ] as const;
    const made = {
      "seg.dcm": writeSeg(series[0], labels, segments, { now: new Date(), appVersion: "0" }),
      "labels.nii.gz": writeNifti(series[0], labels),
    };
    const files = Object.entries(made).map(([path, bytes]) => ({ path, bytes: async () => bytes, size: bytes.length }));
    const { segmentations, refusals } = await load(files, { ...host, openSeries: series });
    expect(refusals).toEqual([]);
    expect(segmentations.map((s) => [s.kind, s.seriesId])).toEqual([
      ["SEG", series[0].id],
      ["NIFTI", series[0].id],
    ]);
    for (const { segments: found } of segmentations) {
      expect(found).toHaveLength(2);
      [1, 2].forEach((label, n) => {
        // Compared as a whole: a matcher that walks 786 432 voxels takes seconds.
        expect(
          Buffer.compare(
            found[n].mask,
            labels.map((v) => Number(v === label)),
          ),
        ).toBe(0);
      });
    }
  });
});
