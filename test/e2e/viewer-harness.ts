import { createViewer } from "#app/viewer/cornerstone.ts";
import type { CornerstoneViewer } from "#app/viewer/cornerstone-viewer.ts";
import type { Viewer } from "#app/viewer/viewer.ts";
import { type Grid, indexToWorld, type Vec3, voxelCount } from "#engine/grid.ts";
import { defaultRecipe } from "#engine/plan/defaults.ts";
import type { Series } from "#io/series.ts";
import { SessionStore } from "#session/store.ts";

/** A page with the viewer alone and made-up series, for the end-to-end test of the viewer. Not part of the app. */
export type Harness = {
  readonly store: SessionStore;
  readonly viewer: Viewer;
  /** Makes and shows one of the made-up series. */
  show(name: SeriesName): Promise<void>;
  /** Voxels of a label in the series in view. */
  count(label: number): number;
  /** Smallest and greatest index of a label. */
  box(label: number): { low: number[]; high: number[] };
  clear(): void;
  /** Where a voxel index lies on the page, as seen in a view. */
  pageAt(viewportId: string, index: Vec3): { x: number; y: number };
  valueAt(index: Vec3): number;
  /** Axis and slice of a view. */
  planeOf(viewportId: string): readonly [number, number];
  /** Voxels of the ball in the middle of the series. */
  ball(): number;
  /** Grey (0 to 255) drawn where a voxel is, and how far from grey it is. */
  brightness(viewportId: string, index: Vec3): number;
  tint(viewportId: string, index: Vec3): number;
  grid(): Grid;
  readonly ready: Promise<void>;
};
export type SeriesName = "anisotropic" | "oblique" | "large" | "slices" | "suv" | "ct";

const cube = Math.SQRT1_2;
const grids: Record<SeriesName, Grid> = {
  anisotropic: {
    dims: [96, 80, 40],
    spacing: [1, 1, 2.5],
    origin: [-48, -40, -50],
    direction: [1, 0, 0, 0, 1, 0, 0, 0, 1],
  },
  oblique: {
    dims: [90, 90, 50],
    spacing: [0.9, 0.9, 1.8],
    origin: [-30, -60, 10],
    // 45° about the patient's left-right axis.
    direction: [1, 0, 0, 0, cube, cube, 0, -cube, cube],
  },
  large: { dims: [2394, 3062, 1], spacing: [0.07, 0.07, 1], origin: [0, 0, 0], direction: [1, 0, 0, 0, 1, 0, 0, 0, 1] },
  slices: { dims: [128, 100, 6], spacing: [0.8, 0.8, 7], origin: [0, 0, 0], direction: [1, 0, 0, 0, 1, 0, 0, 0, 1] },
  ct: {
    dims: [512, 512, 100],
    spacing: [0.8, 0.8, 2.5],
    origin: [-205, -205, 0],
    direction: [1, 0, 0, 0, 1, 0, 0, 0, 1],
  },
  suv: { dims: [64, 64, 30], spacing: [4, 4, 4], origin: [0, 0, 0], direction: [1, 0, 0, 0, 1, 0, 0, 0, 1] },
};

/** A body of 40, a ball of 100 (radius 15 mm) in its middle with a cold core, and a ramp that makes every voxel its own. */
function paint(grid: Grid, data: Float32Array): void {
  const [nx, ny, nz] = grid.dims;
  const middle: Vec3 = [(nx - 1) / 2, (ny - 1) / 2, (nz - 1) / 2];
  const centre = indexToWorld(grid, middle);
  const half = Math.min(nx * grid.spacing[0], ny * grid.spacing[1]) * 0.45;
  for (let k = 0, at = 0; k < nz; k++)
    for (let j = 0; j < ny; j++)
      for (let i = 0; i < nx; i++, at++) {
        const world = indexToWorld(grid, [i, j, k]);
        const r = Math.hypot(world[0] - centre[0], world[1] - centre[1], world[2] - centre[2]);
        const body = Math.hypot((i - middle[0]) * grid.spacing[0], (j - middle[1]) * grid.spacing[1]) < half;
        data[at] = (r <= 15 ? 100 : body ? 40 : -1000) + ((at % 97) / 97) * 4;
      }
}

const store = new SessionStore();
const made = new Map<SeriesName, Series>();

function make(name: SeriesName): Series {
  const grid = grids[name];
  const n = voxelCount(grid);
  const data = new Float32Array(new SharedArrayBuffer(4 * n));
  paint(grid, data);
  const scale = name === "suv" ? 0.05 : 1;
  if (scale !== 1) for (let i = 0; i < n; i++) data[i] = Math.max(0, data[i] * scale);
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const v of data) {
    if (v < low) low = v;
    if (v > high) high = v;
  }
  return {
    id: name,
    seriesInstanceUid: `2.25.${name.length}`,
    frameOfReferenceUid: `2.25.9${name.length}`,
    study: {} as Series["study"],
    modality: name === "suv" ? "PT" : "CT",
    description: name,
    number: 1,
    protocol: "",
    manufacturer: "",
    bodyPart: "",
    use: name === "large" || name === "slices" ? "slices" : "volume",
    findings: [],
    image: { grid, data, unit: name === "suv" ? "SUV" : "HU" },
    slices: [],
    windows: name === "suv" ? [] : [{ center: 20, width: 240, name: "" }],
    inverted: false,
    range: [low, high],
    valueChain: "",
  };
}

let viewer: Viewer;
let current: Series | null = null;
const labels = () => store.labelMap(current?.id ?? "")?.labels ?? new Uint8Array();

/** Red, green, blue on the screen where a voxel is drawn. */
function pixelAt(viewportId: string, index: Vec3): number[] {
  const view = (viewer as CornerstoneViewer).viewOf(viewportId);
  const canvas = view?.element.querySelector("canvas");
  const context = canvas?.getContext("2d");
  if (!view || !context) throw new Error(`No picture in ${viewportId}`);
  const [x, y] = view.canvasAt(indexToWorld(harness.grid(), index));
  return [...context.getImageData(Math.round(x), Math.round(y), 1, 1).data.subarray(0, 3)];
}

const harness: Harness = {
  store,
  get viewer() {
    return viewer;
  },
  async show(name) {
    let series = made.get(name);
    if (!series) {
      series = make(name);
      made.set(name, series);
      const n = voxelCount(series.image.grid);
      const map = {
        dims: series.image.grid.dims,
        labels: new Uint8Array(new SharedArrayBuffer(n)),
        committed: new Uint8Array(n),
      };
      store.openSeries(
        series.id,
        map,
        defaultRecipe(series.modality, series.image.unit, series.image.grid, series.use),
      );
      store.addSegment(series.id, "one");
    }
    current = series;
    store.activate(series.id);
    await viewer.show(series);
  },
  count(label) {
    let n = 0;
    for (const v of labels()) if (v === label) n++;
    return n;
  },
  box(label) {
    const [nx, ny] = harness.grid().dims;
    const low = [1e9, 1e9, 1e9];
    const high = [-1, -1, -1];
    labels().forEach((v, at) => {
      if (v !== label) return;
      [at % nx, Math.floor(at / nx) % ny, Math.floor(at / (nx * ny))].forEach((x, a) => {
        low[a] = Math.min(low[a], x);
        high[a] = Math.max(high[a], x);
      });
    });
    return { low, high };
  },
  clear() {
    const map = store.labelMap(current?.id ?? "");
    map?.labels.fill(0);
    store.commitVoxels(current?.id ?? "", { key: "history.edit" }, undefined, "command");
  },
  pageAt(viewportId, index) {
    const view = (viewer as CornerstoneViewer).viewOf(viewportId);
    if (!view) throw new Error(`No view ${viewportId}`);
    const [x, y] = view.canvasAt(indexToWorld(harness.grid(), index));
    const box = view.pane.getBoundingClientRect();
    return { x: box.left + x, y: box.top + y };
  },
  valueAt([i, j, k]) {
    const { grid, data } = current?.image ?? { grid: grids.anisotropic, data: new Float32Array() };
    return data[i + grid.dims[0] * (j + grid.dims[1] * k)];
  },
  planeOf(viewportId) {
    const view = (viewer as CornerstoneViewer).viewOf(viewportId);
    return [view?.plane?.axis ?? 2, view?.slice ?? 0];
  },
  ball() {
    const { data } = current?.image ?? { data: new Float32Array() };
    let n = 0;
    for (const v of data) if (v >= 100) n++;
    return n;
  },
  brightness: (viewportId, index) => pixelAt(viewportId, index).reduce((a, b) => a + b) / 3,
  tint(viewportId, index) {
    const rgb = pixelAt(viewportId, index);
    return Math.max(...rgb) - Math.min(...rgb);
  },
  grid: () => current?.image.grid ?? grids.anisotropic,
  ready: (async () => {
    viewer = await createViewer(store);
    viewer.attach(document.getElementById("area") as HTMLDivElement);
  })(),
};
(window as unknown as { harness: Harness }).harness = harness;
