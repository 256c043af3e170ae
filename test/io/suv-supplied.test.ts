import { expect, test } from "vitest";
import { suvProblems } from "#io/dicom/suv-request.ts";
import { load } from "#io/load.ts";
import type { Series } from "#io/series.ts";
import { withSuv } from "#io/suv.ts";
import { unitCode } from "#io/writers/parametric-map.ts";
import { injection, pet, petAs, UINT } from "../helpers/a-pet.ts";
import { differing, diskFiles, onData, plainHost, shared } from "../helpers/load-files.ts";
import { el } from "../helpers/raw-dicom.ts";

const allocate = (voxels: number) => new Float32Array(voxels);
const factorOf = (s: Series): number => s.image.data[5] / 5000;
const wrong = (s: Series) => s.findings.find((f) => f.code === "suv_missing")?.detail ?? "";

/** SUVbw of IBSI's case (its README) × mass / 71 kg: a man of 71 kg and 163 cm, BMI 26.722872520606725. */
const bw = 0.0002429029766;
test.each([
  // 9270·71 / (6680 + 216·BMI) = 52.855972985 kg
  ["LBMJANMA", "M", (bw * 52.855972985) / 71, /SUVlbm by the lean body mass by Janmahasatian, 52\.85597 kg/],
  // 9270·71 / (8780 + 244·BMI) = 43.016576156 kg
  ["LBMJANMA", "F", (bw * 43.016576156) / 71, /43\.01658 kg \(71 kg, 163 cm, F\)/],
  // 1.1·71 - 128·(71/163)² = 53.814253453 kg
  ["LBMJAMES128", "M", (bw * 53.814253453) / 71, /lean body mass by James/],
  // 48 + 1.06·(163 - 152) = 59.66 kg
  ["IBW", "M", (bw * 59.66) / 71, /SUVibw by the ideal body weight, 59\.66 kg/],
  // 0.007184·163^0.725·71^0.425 = 1.765985507 m²
  ["BSA", "M", (bw * 17659.85507) / 71_000, /SUVbsa in cm²\/ml by the body surface by Du Bois, 17659\.86 cm²/],
] as const)("SUV by %s, sex %s, by hand", async (type, sex, expected, sentence) => {
  const series = await petAs({ type, supplied: {} }, el("00100040", "CS", sex));
  expect(series.image.unit).toBe("SUV");
  expect(series.suv?.type).toBe(type);
  expect(factorOf(series) / expected).toBeCloseTo(1, 6);
  expect(series.valueChain).toMatch(sentence);
  expect(series.findings.map((f) => f.code)).not.toContain("suv_supplied");
});

test("what another SUV lacks is named, all of it, and the values stay in Bq/ml", async () => {
  const request = { type: "LBMJANMA", supplied: {} } as const;
  const bare = [UINT("00101020", ""), el("00100040", "CS", "")];
  const series = await petAs(request, ...bare);
  expect(series.image.unit).toBe("Bq/ml");
  expect(series.suv).toMatchObject({ type: null, missing: ["height", "sex"] });
  expect(wrong(series)).toContain("the patient's height and the patient's sex are missing");
  expect(series.image.data[5]).toBe(5000);
  // Body surface needs no sex; nobody is 163 m tall; there is no formula for "O".
  expect((await petAs({ type: "BSA", supplied: {} }, el("00100040", "CS", ""))).image.unit).toBe("SUV");
  expect(wrong(await petAs(request, UINT("00101020", "163")))).toMatch(/16300 cm, cannot be/);
  expect(wrong(await petAs(request, el("00100040", "CS", "O")))).toMatch(/"O", for which there is no formula/);
});

test("a value that a person supplies takes the place of a missing one, and is said", async () => {
  const whole = await pet();
  const cases = [
    [[UINT("00101030", "")], ["weight"], { weight: 71 }, "weight 71 kg"],
    [[injection([UINT("00181074", "")])], ["dose"], { dose: 388.777472 }, "injected 388.7775 MBq"],
    [[injection([UINT("00181075", "")])], ["halfLife"], { halfLife: 6588 }, "half-life 6588 s"],
    [[injection([el("00181072", "TM", "")])], ["injectionTime"], { injectionTime: "10:35:00" }, "injected at 10:35:00"],
    [
      [el("00540016", "SQ", [])],
      ["dose", "halfLife", "injectionTime"],
      { dose: 388.777472, halfLife: 6588, injectionTime: "10:35" },
      "injected 388.7775 MBq; half-life 6588 s; injected at 10:35",
    ],
  ] as const;
  for (const [over, missing, supplied, said] of cases) {
    const stays = await pet(...over);
    expect(stays.image.unit).toBe("Bq/ml");
    expect(stays.suv?.missing).toEqual(missing);
    const known = withSuv(stays, { type: "BW", supplied }, allocate);
    expect(known.image.unit).toBe("SUV");
    expect(differing(known.image.data, whole.image.data)).toBe(0);
    expect(known.range).toEqual(whole.range);
    const finding = known.findings.find((f) => f.code === "suv_supplied");
    expect(finding?.level).toBe("warning");
    expect(finding?.detail).toContain(`Entered by a person, not read from the files: ${said}.`);
    expect(known.valueChain).toContain(`entered by a person: ${said}`);
    expect(known.findings.some((f) => f.code === "suv_missing")).toBe(false);
    // And taken back.
    const back = withSuv(known, { type: "BW", supplied: {} }, allocate);
    expect(differing(back.image.data, stays.image.data)).toBe(0);
    expect(back).toMatchObject({ findings: stays.findings, valueChain: stays.valueChain, range: stays.range });
  }
});

test("what does not go in is not said to have; what the file says otherwise is named beside", async () => {
  const heavier = await petAs({ type: "BW", supplied: { weight: 80, height: 170 } });
  expect(factorOf(heavier) / ((bw * 80) / 71)).toBeCloseTo(1, 6);
  expect(heavier.valueChain).toMatch(/entered by a person: weight 80 kg \(the files say 71 kg\)$/);
  const stored = await petAs({ type: "BW", supplied: { weight: 80 } }, el("00541001", "CS", "GML"));
  expect(stored.findings.map((f) => f.code)).not.toContain("suv_supplied");
});

test("a mistyped value is known by its bounds", () => {
  expect(suvProblems({ weight: 71, height: 163, sex: "F", dose: 388, halfLife: 6588, injectionTime: "10:35" })).toEqual(
    [],
  );
  expect(suvProblems({ weight: 7100, height: 1.63, dose: 388e6, halfLife: 0, injectionTime: "10.35" })).toEqual([
    "weight",
    "height",
    "dose",
    "halfLife",
    "injectionTime",
  ]);
  expect(suvProblems({ weight: Number.NaN })).toEqual(["weight"]);
});

for (const name of ["0_0", "1_0", "3_4", "2_4"]) {
  onData(`digital reference object ${name}: made another SUV here, or loaded as it, to the last bit`, async () => {
    const files = diskFiles(shared(`suv/DRO_${name}/PT`));
    const [plain] = (await load(files, plainHost())).series;
    for (const type of ["LBMJANMA", "BSA"] as const) {
      const request = { type, supplied: { weight: 77, height: 180, sex: "F" } } as const;
      const [loaded] = (await load(files, plainHost({ suv: request }))).series;
      const made = withSuv(plain, request, allocate);
      expect(differing(made.image.data, loaded.image.data)).toBe(0);
      expect(made).toMatchObject({ range: loaded.range, valueChain: loaded.valueChain, windows: loaded.windows });
      const again = withSuv(made, { type: "BW", supplied: {} }, allocate);
      expect(differing(again.image.data, plain.image.data)).toBe(0);
    }
  });
}

test("maps of an SUV by body surface are written in cm²/ml", () => {
  expect(unitCode("intensity", "SUV", "BSA")).toMatchObject({ scheme: "UCUM", value: "cm2/ml" });
  expect(unitCode("intensity", "SUV", "BW").value).toBe("g/ml");
});
