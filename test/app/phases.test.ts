import { expect, test } from "vitest";
import { createPhases, volumesOf } from "#app/phases/phases.ts";
import { cell } from "#app/state/cell.ts";
import { emptyLibrary } from "#app/state/library.ts";
import type { Viewer } from "#app/viewer/viewer.ts";
import { load } from "#io/load.ts";
import { SessionStore } from "#session/store.ts";
import { diffusionFiles } from "../helpers/a-diffusion.ts";
import { loadPaths, memoryFile, onData, plainHost, shared } from "../helpers/load-files.ts";

const diffusion = async () =>
  (
    await load(
      diffusionFiles().map(({ path, bytes }) => memoryFile(path, bytes)),
      plainHost(),
    )
  ).series;

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
