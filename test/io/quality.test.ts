import { expect, test } from "vitest";
import { load } from "#io/load.ts";
import { type QualityId, qualityChecks, qualityOf } from "#io/quality.ts";
import type { Series } from "#io/series.ts";
import { loadPaths, memoryFile, onData, plainHost, shared } from "../helpers/load-files.ts";
import { ctElements, el, type RawElement, rawFile, words } from "../helpers/raw-dicom.ts";

async function mr(...over: RawElement[]): Promise<Series> {
  const elements = ctElements([el("00080060", "CS", "MR"), el("7FE00010", "OW", words([0, 1, 2, 3, 4, 5])), ...over]);
  const { series } = await load([memoryFile("a.dcm", rawFile(elements))], plainHost());
  return series[0];
}
const states = (series: Series) =>
  Object.fromEntries(qualityOf(series).map((c) => [c.id, c.state])) as Record<QualityId, string>;

test("every check stands in the list, and every finding under one of them", async () => {
  const series = await mr(el("00280301", "CS", "YES"), el("00080008", "CS", "DERIVED\\SECONDARY\\MPR"));
  const checks = qualityOf(series);
  expect(checks.map((c) => c.id)).toEqual(qualityChecks);
  expect(checks.flatMap((c) => c.findings)).toHaveLength(series.findings.length);
  expect(states(series)).toMatchObject({
    annotation: "warning",
    origin: "info",
    sampling: "info",
    slices: "none",
    thickness: "none",
    isotropy: "none",
    compression: "ok",
    calibration: "info",
  });
});

test("an MR image with far more pixels than were acquired was interpolated; by less, it was not", async () => {
  const matrix = (n: number) => el("00181310", "US", words([0, n, n, 0]));
  // 3 × 2 pixels: 2 acquired are 1.5 times fewer.
  const filled = (await mr(matrix(2))).findings.find((f) => f.code === "interpolated");
  expect(filled?.detail).toContain("2 samples a side were acquired, 3 pixels are stored");
  expect((await mr(matrix(3))).findings.map((f) => f.code)).not.toContain("interpolated");
});

test("a Modality LUT is named: what it gives need not be a linear scale", async () => {
  const lut = el("00283000", "SQ", [
    [
      el("00283002", "US", words([8, 0, 16])),
      el("00283004", "LO", "US"),
      el("00283006", "OW", words([0, 10, 20, 30, 45, 70, 100, 150])),
    ],
  ]);
  const series = await mr(lut);
  expect([...series.image.data]).toEqual([0, 10, 20, 30, 45, 70]);
  expect(states(series).calibration).toBe("warning");
});

onData("a real MR series with thick slices: 3D directions differ", async () => {
  const { series } = await loadPaths(shared("data/series"));
  const thick = series.filter((s) => s.use === "volume" && s.image.grid.spacing[2] > 1.6 * s.image.grid.spacing[0]);
  expect(thick.length).toBeGreaterThan(0);
  for (const s of thick) expect(states(s).isotropy).toBe("info");
  for (const s of series) expect(qualityOf(s).flatMap((c) => c.findings)).toHaveLength(s.findings.length);
});
