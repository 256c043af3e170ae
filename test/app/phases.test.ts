import { expect, test } from "vitest";
import { createPhases, volumesOf } from "#app/phases/phases.ts";
import { cell } from "#app/state/cell.ts";
import { emptyLibrary } from "#app/state/library.ts";
import type { Viewer } from "#app/viewer/viewer.ts";
import { load } from "#io/load.ts";
import { SessionStore } from "#session/store.ts";
import { loadPaths, memoryFile, onData, plainHost, shared } from "../helpers/load-files.ts";
import { ctElements, el, rawFile, words } from "../helpers/raw-dicom.ts";

/** Two slices each of three b-values, written in the order 1000, 0, 500. */
async function diffusion() {
  const files = [1000, 0, 500].flatMap((b, v) =>
    [0, 2].map((z, k) => {
      const value = new Uint8Array(new Float64Array([b]).buffer);
      const elements = ctElements([
        el("00080060", "CS", "MR"),
        el("00080018", "UI", `1.2.3.${10 * v + k + 1}`),
        el("00200013", "IS", String(10 * v + k + 1)),
        el("00200032", "DS", `0\\0\\${z}`),
        el("00189087", "FD", value),
        el("7FE00010", "OW", words([b, b, b, b, b, b])),
      ]);
      return memoryFile(`${b}-${z}`, rawFile(elements));
    }),
  );
  return (await load(files, plainHost())).series;
}

test("the volumes of a 4D series know what they are, in rising order", async () => {
  const series = await diffusion();
  expect(series).toHaveLength(3);
  const volumes = volumesOf(series[0], series);
  expect(volumes.map((s) => s.phase)).toMatchObject([
    { by: "b-value", value: "0", index: 0, count: 3 },
    { by: "b-value", value: "500", index: 1, count: 3 },
    { by: "b-value", value: "1000", index: 2, count: 3 },
  ]);
  expect(new Set(volumes.map((s) => s.phase?.of)).size).toBe(1);
});

test("stepping goes by value, stops at the ends, and keeps slice and window", async () => {
  const series = await diffusion();
  const store = new SessionStore();
  const set: unknown[] = [];
  const views = [{ viewportId: "acquisition", plane: "acquisition", slice: 1, window: [-100, 1500] }];
  const viewer = {
    snapshot: { views },
    setSlice: (...args: unknown[]) => set.push(args),
    setWindow: (...args: unknown[]) => set.push(args),
  } as unknown as Viewer;
  const phases = createPhases({
    store,
    library: cell({ ...emptyLibrary, series }),
    viewer: cell<Viewer | null>(viewer),
    showSeries: async (id) => store.activate(id),
  });
  const shown = () => series.find((s) => s.id === store.state.activeSeries)?.phase?.value;
  store.activate(volumesOf(series[0], series)[0].id);
  await phases.step(-1);
  expect(shown()).toBe("0");
  await phases.step(1);
  expect(shown()).toBe("500");
  expect(set).toEqual([
    ["acquisition", 1],
    [-100, 1500],
  ]);
  await phases.step(1);
  await phases.step(1);
  expect(shown()).toBe("1000");
});

onData("a real 4D series: four volumes on one grid, each with its place among them", async () => {
  const { series } = await loadPaths(shared("data/series/mr-philips-dti-4d/image"));
  expect(series.map((s) => s.phase?.count)).toEqual([4, 4, 4, 4]);
  expect(volumesOf(series[0], series)).toHaveLength(4);
});
