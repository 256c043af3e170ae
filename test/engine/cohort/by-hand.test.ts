import { expect, test } from "vitest";
import {
  concordance,
  icc,
  ranks,
  referenceInterval,
  robustness,
  spearman,
  trafficLight,
  volumeInDisguise,
  withinSubjectCv,
  withinSubjectSd,
} from "#engine/cohort/index.ts";

// Four judges and six subjects: Shrout and Fleiss 1979, table 2; their coefficients in table 4.
const judged = [
  [9, 2, 5, 8],
  [6, 1, 3, 2],
  [8, 4, 6, 8],
  [7, 1, 2, 6],
  [10, 5, 6, 9],
  [6, 2, 4, 7],
];

test("Shrout and Fleiss' example: 0.17, 0.29, 0.71", () => {
  const values = (["1,1", "2,1", "3,1"] as const).map((model) => {
    const found = icc(judged, model);
    return "reason" in found ? found.reason : Number(found.value.toFixed(2));
  });
  expect(values).toEqual([0.17, 0.29, 0.71]);
});

test("CLSI's ranks for 120 subjects: the limits are the 3rd and 118th, between ranks 1 and 7", () => {
  const found = referenceInterval(Array.from({ length: 120 }, (_, i) => 120 - i));
  if ("reason" in found) throw new Error(found.reason);
  expect(found.lower.value).toBeCloseTo(3.025, 12);
  expect(found.lower.interval).toEqual({ low: 1, high: 7 });
  expect(found.upper.value).toBeCloseTo(117.975, 12);
  expect(found.upper.interval).toEqual({ low: 114, high: 120 });
});

test("few subjects are refused, or flagged where that is asked for", () => {
  const values = Array.from({ length: 119 }, (_, i) => i);
  expect(referenceInterval(values)).toMatchObject({ reason: "too_few_subjects" });
  expect(referenceInterval(values.slice(0, 100), { allowFew: true })).toMatchObject({
    few: true,
    lower: { interval: { reason: "too_few_subjects" } },
  });
  expect(referenceInterval(values.slice(0, 38), { allowFew: true })).toMatchObject({ reason: "too_few_subjects" });
});

test("no statistic is ever NaN: what has none says why", () => {
  expect(icc([[1, 2, 3]])).toMatchObject({ reason: "too_few_subjects" });
  expect(icc([[1], [2]])).toMatchObject({ reason: "too_few_measurements" });
  expect(icc([[1, 2], [2]])).toMatchObject({ reason: "ragged_table" });
  expect(
    icc([
      [1, 2],
      [2, Number.NaN],
    ]),
  ).toMatchObject({ reason: "not_finite" });
  expect(
    icc([
      [0.1, 0.1, 0.1],
      [0.1, 0.1, 0.1],
    ]),
  ).toMatchObject({ reason: "no_variance" });
  expect(withinSubjectCv([[-1, 1]])).toMatchObject({ reason: "zero_mean" });
  expect(
    withinSubjectCv([
      [-1, -2],
      [1, 2],
    ]),
  ).toMatchObject({ reason: "zero_mean" });
  expect(spearman([1, 2, 3], [1, 2, 3])).toMatchObject({ reason: "too_few_subjects" });
  expect(spearman([1, 2, 3, 4], [5, 5, 5, 5])).toMatchObject({ reason: "no_variance" });
  expect(concordance([1, 2, 3, 4], [1, 2, 3])).toMatchObject({ reason: "unequal_lengths" });
  expect(concordance([1, 2, 3, 4], [1, -1, -1, 1])).toMatchObject({ reason: "not_estimable" });
});

test("perfect repetition is an ICC of 1 with both ends 1, in every model", () => {
  const rows = [
    [1, 1, 1],
    [2, 2, 2],
    [4, 4, 4],
  ];
  for (const model of ["1,1", "2,1", "3,1"] as const) {
    expect(icc(rows, model)).toMatchObject({ value: 1, low: 1, high: 1 });
  }
  expect(withinSubjectSd(rows)).toMatchObject({ value: 0, low: 0, high: 0, df: 6 });
});

test("readers that differ by a constant: consistent, not in absolute agreement", () => {
  const rows = [
    [1, 3],
    [2, 4],
    [3, 5],
    [4, 6],
    [5, 7],
  ];
  expect(icc(rows, "3,1")).toMatchObject({ value: 1 });
  // Mean squares 5, 10 and 0: 5/(5 + 2·10/5)
  expect(icc(rows, "2,1")).toMatchObject({ value: 5 / 9 });
  // Within 2: (5 − 2)/(5 + 2)
  expect(icc(rows, "1,1")).toMatchObject({ value: 3 / 7 });
});

test("the light is that of the whole interval", () => {
  const light = (low: number, high: number) => trafficLight({ model: "1,1", n: 9, k: 3, value: high, low, high });
  expect(light(0.91, 0.99)).toEqual({ light: "green", from: "excellent", to: "excellent" });
  expect(light(0.9, 0.99)).toEqual({ light: "amber", from: "good", to: "excellent" });
  expect(light(0.5, 0.95)).toEqual({ light: "amber", from: "moderate", to: "excellent" });
  expect(light(0.49, 0.99)).toEqual({ light: "red", from: "poor", to: "excellent" });
  expect(trafficLight({ reason: "no_variance", detail: "" })).toEqual({ light: "unknown" });
});

test("a measurement without a value takes the light away", () => {
  const found = robustness([
    [1, 2, null],
    [3, 4, 5],
  ]);
  expect(found.light.light).toBe("unknown");
  expect(found.icc).toMatchObject({ reason: "missing_values" });
});

test("one lesion has a repeatability, but no ICC", () => {
  const found = robustness([[9, 10, 11]]);
  expect(found.icc).toMatchObject({ reason: "too_few_subjects" });
  expect(found.wcv).toBeCloseTo(0.1, 12);
  expect(found.wsd).toMatchObject({ value: 1, df: 2 });
});

test("ties share their mean rank", () => {
  expect(ranks([3, 1, 3, 2])).toEqual([3.5, 1, 3.5, 2]);
});

test("a feature that grows with volume is named so", () => {
  const volume = Array.from({ length: 30 }, (_, i) => 10 + i);
  expect(
    volumeInDisguise(
      volume.map((v) => v ** (2 / 3)),
      volume,
    ),
  ).toMatchObject({ verdict: "disguised", value: 1 });
  expect(
    volumeInDisguise(
      volume.map((v) => -v),
      volume,
    ),
  ).toMatchObject({ verdict: "disguised", value: -1 });
  expect(
    volumeInDisguise(
      volume.map((_, i) => (i * 7) % 30),
      volume,
    ),
  ).toMatchObject({ verdict: "independent" });
});

test("readers whose tables leave no degrees of freedom get a reason", () => {
  const tables = [
    [
      [1, 2],
      [2, 1],
    ],
    [
      [1, 2],
      [1, 2],
    ],
    [
      [0, 0],
      [0, 1],
    ],
    [
      [3, 3],
      [3, 3],
    ],
    [
      [1, 0],
      [0, 1],
    ],
  ];
  for (const table of tables) {
    const found = icc(table, "2,1");
    if ("value" in found) expect([found.value, found.low, found.high].every(Number.isFinite)).toBe(true);
    else expect(["no_variance", "not_estimable"]).toContain(found.reason);
  }
});
