import { readdirSync } from "node:fs";
import { expect, test } from "vitest";
import { toBodyWeight } from "#io/dicom/body-size.ts";
import { secondsOf, secondsOfDateTime, secondsOfDay } from "#io/dicom/date-time.ts";
import { load } from "#io/load.ts";
import type { Series } from "#io/series.ts";
import { injection, pet, UINT } from "../../helpers/a-pet.ts";
import { diskFiles, loadPaths, onData, plainHost, shared } from "../../helpers/load-files.ts";
import { el, type RawElement } from "../../helpers/raw-dicom.ts";

test("DICOM dates and times", () => {
  expect(secondsOfDay("112011.5")).toBe(40811.5);
  expect(secondsOfDay("11:20:11")).toBe(40811);
  expect(secondsOfDay("1120")).toBe(40800);
  for (const bad of ["", "9", "250000", "116000", "11-20-11", undefined]) expect(secondsOfDay(bad)).toBeUndefined();
  expect(secondsOf("19700102", "000001")).toBe(86401);
  expect(secondsOf("20250230", "000001")).toBeUndefined();
  expect(secondsOfDateTime("19700102000001.5+0100")).toBe(86401.5);
  expect(secondsOfDateTime("19700102")).toBeUndefined();
});

test("from other SUVs to SUV by weight (a woman of 70 kg and 175 cm)", () => {
  const body = { weight: 70, height: 175, sex: "F" } as const;
  // By hand: LBM = 1.07·70 - 148·(70/175)² = 51.22; IBW = 45.5 + 0.91·23 = 66.43; BSA = 1.8481 m².
  expect(toBodyWeight("LBM", body)).toBeCloseTo(70 / 51.22, 6);
  expect(toBodyWeight("IBW", body)).toBeCloseTo(70 / 66.43, 6);
  expect(toBodyWeight("BSA", body)).toBeCloseTo(70_000 / 18_481, 3);
  expect(toBodyWeight("LBMJAMES128", { ...body, sex: "M" })).toBeCloseTo(70 / (77 - 128 * 0.16), 6);
  expect(toBodyWeight("SOMETHING", body)).toBeUndefined();
});

const factorOf = (s: Series): number => s.image.data[5] / 5000;

test("IBSI's case by hand: 71 kg, 389 MBq, 2711 s of decay", async () => {
  const series = await pet();
  expect(series.image.unit).toBe("SUV");
  expect(factorOf(series)).toBeCloseTo(0.0002429029766, 10); // the data set's README
  expect(series.findings.map((f) => f.code)).toContain("suv_computed");
  expect(series.valueChain).toContain("2711 s");
});

test("what SUV needs and is not there is named, and the values stay", async () => {
  const cases: readonly (readonly [RawElement[], RegExp])[] = [
    [[UINT("00101030", "")], /weight/],
    [[UINT("00101030", "0")], /weight/],
    [[UINT("00101030", "71,5")], /weight/],
    [[injection([UINT("00181074", "")])], /dose/],
    [[injection([UINT("00181075", "")])], /half-life/],
    [[injection([el("00181072", "TM", "")])], /time of the injection/],
    [[injection([el("00181078", "DT", "20000908103500")])], /after the scan/],
    [[injection([el("00181078", "DT", "20000905103500")])], /hours before/],
    [[el("00541102", "CS", "")], /decay correction/],
    [[el("00280051", "CS", "DECY\\SCAT")], /attenuation/],
    [[el("00280051", "CS", "ATTN\\SCAT")], /does not name it/],
    [[UINT("00281052", "5")], /intercept/],
    [[el("00541001", "CS", "PROPCPS")], /PROPCPS/],
    [[el("00541001", "CS", "CNTS")], /counts/],
    [[el("00080031", "TM", "150000")], /corrected to/],
    [[el("00540016", "SQ", [])], /not described/],
  ];
  for (const [over, why] of cases) {
    const series = await pet(...over);
    expect(series.image.unit, String(why)).not.toBe("SUV");
    const note = series.findings.find((f) => f.code === "suv_missing");
    expect(note?.detail).toMatch(why);
    expect(factorOf(series)).toBeCloseTo(over[0].tag === "00281052" ? 1.001 : 1, 9);
  }
});

test("grams for kilograms, MBq for Bq, an injection before midnight", async () => {
  const factor = factorOf(await pet());
  expect(factorOf(await pet(UINT("00101030", "71000")))).toBeCloseTo(factor, 12);
  const small = await pet(injection([UINT("00181074", "388.777472")]));
  expect(factorOf(small)).toBeCloseTo(factor, 12);
  expect(small.findings.some((f) => f.level === "warning" && /MBq/.test(f.detail))).toBe(true);
  const night = await pet(
    el("00080031", "TM", "001000"),
    el("00080032", "TM", "001000"),
    injection([el("00181072", "TM", "232449")]),
  );
  expect(factorOf(night)).toBeCloseTo(factor, 12);
});

const folders = ["0_0", "1_0", "2_0", "2_2", "2_3", "2_4", "3_1", "3_2", "3_4", "4_0", "4_1", "5_0"];
for (const name of folders) {
  onData(`digital reference object ${name}: SUV max 4.00, min 0.20, median 1.00 inside its mask`, async () => {
    const folder = shared(`suv/DRO_${name}`);
    const files = [
      ...diskFiles(`${folder}/PT`),
      ...readdirSync(`${folder}/mask`).flatMap((n) => diskFiles(`${folder}/mask/${n}`)),
    ];
    const { series, segmentations } = await load(files, plainHost());
    const [image] = series;
    expect(image).toMatchObject({ modality: "PT", use: "volume" });
    expect(image.image.unit).toBe("SUV");
    const { mask } = segmentations[0].segments[0];
    const inside = image.image.data.filter((_, i) => mask[i] === 1).sort();
    expect(inside.length).toBeGreaterThan(1000);
    const found = [inside[0], inside[inside.length >> 1], inside[inside.length - 1]];
    // 2_3 keeps whole steps of 0.01 cm²/ml (5, 26, 105), cut down from 5.28, 26.4, 105.6: one step is 0.038 SUV.
    const tolerance = name === "2_3" ? 0.038 : 0.005;
    for (const [i, expected] of [0.2, 1, 4].entries()) expect(Math.abs(found[i] - expected)).toBeLessThan(tolerance);
  });
}

onData("raw Bq/ml of a patient become the SUV that the IBSI computed, slice by slice", async () => {
  const raw = await loadPaths(shared("ibsi/pet_suv_test"));
  const suv = await loadPaths(shared("data/series/pet-suv-sts001-ibsi"));
  const target = suv.series[0];
  expect(target.image.unit).toBe("SUV");
  const source = raw.series.find((s) => s.modality === "PT" && s.image.grid.dims[2] > 200);
  if (!source) throw new Error("no PET");
  expect(source.image.unit).toBe("SUV");
  const [nx, ny, nz] = target.image.grid.dims;
  const [mx, my] = source.image.grid.dims;
  const shift = Math.round((target.image.grid.origin[2] - source.image.grid.origin[2]) / target.image.grid.spacing[2]);
  let off = 0;
  for (let k = 0; k < nz; k++) {
    for (let j = 0; j < ny; j++) {
      for (let i = 0; i < nx; i++) {
        const a = target.image.data[i + nx * (j + ny * k)];
        const b = source.image.data[i + 59 + mx * (j + 45 + my * (k + shift))];
        off = Math.max(off, Math.abs(a - b));
      }
    }
  }
  // Rounding of the stored integers, as the data set's README has it.
  expect(off).toBeLessThan(8e-4);
});
