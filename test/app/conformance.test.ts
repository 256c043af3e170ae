import { expect, test } from "vitest";
import { compareMatrices } from "#app/conformance/matrices.ts";
import { digitalPhantom, phantomReferences, publishedMatrices } from "#app/conformance/phantom.ts";
import { isReached } from "#app/conformance/reference.ts";
import { browserName, conformanceCsv } from "#app/conformance/report.ts";
import { besideReferences, runConformance, tally } from "#app/conformance/run.ts";
import { ibsiConfigurations } from "#engine/plan/ibsi-configurations.ts";
import { prepareRoi } from "#engine/process/prepare-roi.ts";
import { createInlinePool } from "#workers/spawn-inline.ts";
import { parseCsv } from "../e2e/page.ts";

const pool = createInlinePool();
const run = () => runConformance(pool, () => 0);

test("all 482 values and 88 matrices, through the pool", async () => {
  const steps: number[] = [];
  const result = await runConformance(
    pool,
    () => 0,
    (done) => steps.push(done),
  );
  expect(tally(result.rows, result.missing)).toEqual({ reached: 482, total: 482 });
  expect(result.rows.filter((r) => r.reached === null)).toHaveLength(5);
  expect(result.matrices.filter((m) => m.reached)).toHaveLength(88);
  expect(steps).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
});

test("every single value, altered by one unit of its last digit beyond the tolerance, is missed", () => {
  for (const r of phantomReferences) {
    const unit = 10 ** (Math.floor(Math.log10(Math.abs(r.value) || 1)) - r.digits + 1);
    expect(isReached(r.value, r), r.tag).toBe(true);
    for (const sign of [1, -1]) expect(isReached(r.value + sign * (r.tolerance + 1.01 * unit), r), r.tag).toBe(false);
  }
});

test("a value that is altered, undefined or gone is not counted as reached", async () => {
  const { rows } = await run();
  const plain = rows.map((r) => r.row);
  const change = (id: string, to: (typeof plain)[number] | null) =>
    besideReferences(
      plain.flatMap((row) => (row.id === id ? (to ? [to] : []) : [row])),
      phantomReferences,
    );
  const mean = plain.find((row) => row.id === "statistics.mean");
  if (!mean || !("value" in mean)) throw new Error("no mean");
  const altered = change("statistics.mean", { ...mean, value: mean.value * 1.01 });
  expect(tally(altered.rows, altered.missing)).toEqual({ reached: 481, total: 482 });
  const { value: _, ...identity } = mean;
  const none = change("statistics.mean", { ...identity, reason: "failed", detail: "A fault." });
  expect(tally(none.rows, none.missing)).toEqual({ reached: 481, total: 482 });
  const gone = change("statistics.mean", null);
  expect(gone.missing.map((r) => r.tag)).toEqual(["stat_mean"]);
  expect(tally(gone.rows, gone.missing)).toEqual({ reached: 481, total: 482 });
});

test("a matrix with one count more is not equal", () => {
  const { roi } = prepareRoi(digitalPhantom(), ibsiConfigurations[0].recipe);
  const [first, ...rest] = publishedMatrices;
  const rows = first.rows.map((row, k) => (k === 0 ? [row[0], row[1], row[2] + 1] : row));
  const compared = compareMatrices(roi, [{ ...first, rows }, ...rest]);
  expect(compared.filter((m) => !m.reached).map((m) => m.wanted)).toHaveLength(1);
});

test("the report has a row for each value and matrix, with versions and browser", async () => {
  const result = await run();
  const setting = { app: "1.2.3", engine: "4.5.6", standard: "IBSI", browser: "Firefox 140", date: "2026-11-24" };
  const rows = parseCsv(conformanceCsv(result, setting));
  expect(rows).toHaveLength(487 + 88);
  expect(rows.find((r) => r.ibsi_code === "RNU0")).toMatchObject({
    reference: "556",
    tolerance: "4",
    verdict: "reached",
    app_version: "1.2.3",
    browser: "Firefox 140",
  });
  expect(rows.filter((r) => r.verdict === "no reference")).toHaveLength(5);
});

test("browsers by name", () => {
  expect(browserName("Mozilla/5.0 (X11) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36")).toBe(
    "Chrome 140.0",
  );
  expect(browserName("Mozilla/5.0 AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.1")).toBe("Edge 140.1");
  expect(browserName("Mozilla/5.0 (Macintosh) AppleWebKit/605 (KHTML) Version/18.2 Safari/605")).toBe("Safari 18.2");
  expect(browserName("Mozilla/5.0 (X11; rv:141.0) Gecko/20100101 Firefox/141.0")).toBe("Firefox 141.0");
});
