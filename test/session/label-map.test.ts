import { expect, test } from "vitest";
import { applyRuns, differenceRuns, touchedLabels, touchedSlices } from "#session/label-map.ts";

test("runs of a stroke go back and forth exactly", () => {
  const map = { dims: [4, 3, 2] as const, labels: new Uint8Array(24), committed: new Uint8Array(24) };
  map.labels.set([1, 1, 2], 5);
  map.labels[20] = 3;
  const runs = differenceRuns(map);
  expect([...runs.start]).toEqual([5, 7, 20]);
  expect([...runs.length]).toEqual([2, 1, 1]);
  expect(touchedSlices(map, runs)).toEqual([0, 1]);
  expect(touchedLabels(runs)).toEqual([1, 2, 3]);
  const painted = map.labels.slice();
  applyRuns(map, runs, "backwards");
  expect([...map.labels].every((v) => v === 0)).toBe(true);
  applyRuns(map, runs, "forwards");
  expect(map.labels).toEqual(painted);
  expect(map.committed).toEqual(painted);
});
