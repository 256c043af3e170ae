import { expect, test } from "vitest";
import { fileName } from "#app/export/file-name.ts";
import { dicomDate, featureUnit, fullValue, intensityValue, labValue, personName, segmentSize } from "#app/format.ts";
import { aSeries } from "./a-series.ts";

test("four significant digits, whole numbers in full", () => {
  expect(labValue(0)).toBe("0");
  expect(labValue(125256)).toBe("125\u2009256");
  expect(labValue(-46.8826)).toBe("−46.88");
  expect(labValue(0.0426951)).toBe("0.04270");
  expect(labValue(9.99996)).toBe("10.00");
  expect(labValue(27291.33)).toBe("27\u2009291");
  expect(labValue(2945.25)).toBe("2945");
  expect(labValue(0.00012345)).toBe("1.234·10⁻⁴");
  expect(labValue(1.2345678e9)).toBe("1.235·10⁹");
});

test("the full value reads back as the same number", () => {
  for (const x of [Math.PI, 1 / 3, 1e-300, 4836.09375, -0.1]) expect(Number(fullValue(x))).toBe(x);
});

test("units of features take the image's unit in", () => {
  expect(featureUnit("intensity", "HU")).toBe("HU");
  expect(featureUnit("intensity2", "HU")).toBe("HU²");
  expect(featureUnit("intensity2", "Bq/ml")).toBe("(Bq/ml)²");
  expect(featureUnit("intensity.mm3", "SUV")).toBe("SUV·mm³");
  expect(featureUnit("intensity2", "arbitrary")).toBe("");
  expect(featureUnit("1", "HU")).toBe("");
});

test("sizes of segments", () => {
  expect(segmentSize(1000, [1, 1, 1], false)).toEqual({ value: "1", unit: "ml" });
  expect(segmentSize(10, [1, 1, 2], false)).toEqual({ value: "20", unit: "mm³" });
  expect(segmentSize(150, [0.5, 0.5, 1], true)).toEqual({ value: "37.50", unit: "mm²" });
});

test("intensities, dates and names as people write them", () => {
  expect(intensityValue(-600, "HU")).toBe("−600");
  expect(intensityValue(2.3456, "SUV")).toBe("2.35");
  expect(dicomDate("20260102")).toBe("2026-01-02");
  expect(dicomDate("unknown")).toBe("unknown");
  expect(personName("DOE^JANE^^")).toBe("DOE, JANE");
});

test("file names hold the series and the date, never the patient", () => {
  const name = fileName(aSeries(), "features-long", "csv");
  expect(name).toBe("Thorax-1.0-soft_20260102_features-long.csv");
  expect(name).not.toMatch(/DOE|JANE|42/);
});
