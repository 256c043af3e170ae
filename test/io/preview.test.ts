import { expect, test } from "vitest";
import { decodeFrame } from "#io/dicom/decode.ts";
import { load } from "#io/load.ts";
import type { LoadProgress, Preview } from "#io/series.ts";
import { memoryFile, plainHost } from "../helpers/load-files.ts";
import { ctElements, el, rawFile } from "../helpers/raw-dicom.ts";

const slice = (k: number, over: Parameters<typeof ctElements>[0] = []) =>
  memoryFile(
    `${k}.dcm`,
    rawFile(
      ctElements([
        el("00080018", "UI", `1.2.3.4.${k + 1}`),
        el("0008103E", "LO", "Thorax"),
        el("00200013", "IS", String(k + 1)),
        el("00200032", "DS", `0\\0\\${k}`),
        el("00281050", "DS", "40"),
        el("00281051", "DS", "400"),
        el("00281052", "DS", "-1000"),
        el("00281053", "DS", "2"),
        el("7FE00010", "OW", new Uint8Array(Uint16Array.from({ length: 6 }, (_, i) => 100 * k + i).buffer)),
        ...over,
      ]),
    ),
  );

test("the first slice is there to be looked at while the others are still read, then each as it is decoded", async () => {
  const seen: { preview: Preview; values: number[]; phase: string }[] = [];
  let phase: LoadProgress["phase"] | "none" = "none";
  const { series } = await load(
    Array.from({ length: 40 }, (_, k) => slice(k)),
    plainHost({
      decode: decodeFrame,
      onProgress: (progress) => {
        phase = progress.phase;
      },
      onPreview: (preview) => seen.push({ preview, values: [...preview.values], phase }),
    }),
  );
  expect(series).toHaveLength(1);
  expect(seen[0].phase).toBe("reading");
  expect(seen).toHaveLength(41);
  // 2 rows of 3 pixels, 0.5 mm high and 0.25 mm wide; stored value × 2 − 1000.
  const { preview, values } = seen[0];
  expect(preview).toMatchObject({ columns: 3, rows: 2, aspect: 2, inverted: false, name: "Thorax" });
  expect(preview.window).toEqual({ center: 40, width: 400 });
  expect(values).toEqual([-1000, -998, -996, -994, -992, -990]);
  expect(series[0].range).toEqual([-1000, (3900 + 5) * 2 - 1000]);
});

test("a first file that cannot be decoded is no picture, and no error of its own", async () => {
  const seen: Preview[] = [];
  const bad = memoryFile("bad.dcm", rawFile(ctElements([el("00280004", "CS", "PALETTE COLOR")])));
  const { series } = await load([bad, slice(1)], plainHost({ onPreview: (preview) => seen.push(preview) }));
  expect(series.length).toBeGreaterThan(0);
  expect(seen.length).toBeGreaterThan(0);
});
