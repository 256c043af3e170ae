import type { RenderingEngine } from "@cornerstonejs/core";
import vtkDataArray from "@kitware/vtk.js/Common/Core/DataArray.js";
import vtkImageData from "@kitware/vtk.js/Common/DataModel/ImageData.js";
import vtkImageMarchingCubes from "@kitware/vtk.js/Filters/General/ImageMarchingCubes.js";
import vtkActor from "@kitware/vtk.js/Rendering/Core/Actor.js";
import vtkMapper from "@kitware/vtk.js/Rendering/Core/Mapper.js";
import { type Grid, indexToWorld } from "#engine/grid.ts";
import type { Segment } from "#session/session.ts";
import type { View } from "./view.ts";

/** What we use of Cornerstone's 3D viewport. */
type Viewport3D = {
  addActors(actors: { uid: string; actor: vtkActor }[], options?: { resetCamera?: boolean }): void;
  removeActors(uids: string[]): void;
  render(): void;
  getVtkActiveCamera(): {
    azimuth(degrees: number): void;
    elevation(degrees: number): void;
    orthogonalizeViewUp(): void;
    getParallelScale(): number;
    setParallelScale(scale: number): void;
  };
  getRenderer(): { resetCameraClippingRange(): void; resetCamera(): void };
  setCamera(camera: { viewPlaneNormal?: number[]; viewUp?: number[] }): void;
};

/** A segment with the label map that it lies in. */
export type Drawn = Segment & { readonly labels: Uint8Array };

/** At most this many voxels of a segment's box become a surface; larger ones are thinned out. */
const budget = 2_000_000;

/** The 3D view: a surface of each visible segment, made anew a moment after strokes. It decorates; it measures nothing. */
export class Surfaces {
  #viewport: Viewport3D | null = null;
  #shown = new Map<number, vtkActor>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** The labels that the camera was last fitted to. */
  #fitted = "";

  constructor(private readonly changed: () => void) {}

  get empty(): boolean {
    return this.#shown.size === 0;
  }
  mount(view: View, engine: RenderingEngine): void {
    this.#viewport = engine.getViewport("3d") as unknown as Viewport3D;
    this.#fitted = "";
    if (view.element.dataset.turns) return;
    view.element.dataset.turns = "yes";
    view.element.addEventListener("pointermove", (event) => {
      if (event.buttons !== 1 || !this.#viewport) return;
      const camera = this.#viewport.getVtkActiveCamera();
      camera.azimuth(-event.movementX / 2);
      camera.elevation(event.movementY / 2);
      camera.orthogonalizeViewUp();
      this.#draw();
    });
    view.element.addEventListener("wheel", (event) => {
      if (!this.#viewport) return;
      const camera = this.#viewport.getVtkActiveCamera();
      camera.setParallelScale(camera.getParallelScale() * Math.exp(event.deltaY / 800));
      this.#draw();
      event.preventDefault();
    });
  }
  unmount(): void {
    clearTimeout(this.#timer);
    this.#viewport = null;
    this.#shown.clear();
  }

  later(grid: Grid, segments: readonly Drawn[]): void {
    clearTimeout(this.#timer);
    if (this.#viewport) this.#timer = setTimeout(() => this.update(grid, segments), 400);
  }
  update(grid: Grid, segments: readonly Drawn[]): void {
    const viewport = this.#viewport;
    if (!viewport) return;
    viewport.removeActors([...this.#shown.keys()].map(uid));
    this.#shown.clear();
    const maps = new Set(segments.map((s) => s.labels));
    const boxes = new Map([...maps].flatMap((labels) => [...boundingBoxes(labels, grid)]));
    for (const segment of segments) {
      const box = boxes.get(segment.label);
      if (box) this.#shown.set(segment.label, surface(grid, segment, box));
    }
    viewport.addActors([...this.#shown].map(([label, actor]) => ({ uid: uid(label), actor })));
    this.restyle(segments);
    const shown = [...this.#shown.keys()].join();
    if (shown !== this.#fitted) {
      if (this.#fitted === "") viewport.setCamera({ viewPlaneNormal: [0.4, -0.85, 0.35], viewUp: [0, 0, 1] });
      viewport.getRenderer().resetCamera();
    }
    this.#fitted = shown;
    this.#draw();
    this.changed();
  }
  restyle(segments: readonly Segment[]): void {
    if (!this.#viewport || this.#shown.size === 0) return;
    for (const { label, color, visible } of segments) {
      const actor = this.#shown.get(label);
      actor?.getProperty().setColor(color[0] / 255, color[1] / 255, color[2] / 255);
      actor?.setVisibility(visible);
    }
    this.#draw();
  }
  #draw(): void {
    this.#viewport?.getRenderer().resetCameraClippingRange();
    this.#viewport?.render();
  }
}

const uid = (label: number) => `surface-${label}`;

type Box = { low: [number, number, number]; high: [number, number, number] };

function boundingBoxes(labels: Uint8Array, { dims }: Grid): Map<number, Box> {
  const boxes = new Map<number, Box>();
  for (let k = 0, at = 0; k < dims[2]; k++)
    for (let j = 0; j < dims[1]; j++)
      for (let i = 0; i < dims[0]; i++, at++) {
        const label = labels[at];
        if (label === 0) continue;
        const box = boxes.get(label);
        if (!box) {
          boxes.set(label, { low: [i, j, k], high: [i, j, k] });
          continue;
        }
        if (i < box.low[0]) box.low[0] = i;
        if (j < box.low[1]) box.low[1] = j;
        if (i > box.high[0]) box.high[0] = i;
        if (j > box.high[1]) box.high[1] = j;
        box.high[2] = k;
      }
  return boxes;
}

/** Marching cubes over one segment's box, softened by one box filter so that stairs do not show. */
function surface(grid: Grid, { label, labels }: Drawn, { low, high }: Box): vtkActor {
  const size = high.map((h, a) => h - low[a] + 1);
  const stride = Math.max(1, Math.ceil(Math.cbrt((size[0] * size[1] * size[2]) / budget)));
  // Two voxels of margin: one for the filter, one so that the surface closes.
  const dims = size.map((n) => Math.ceil(n / stride) + 4);
  const [nx, ny, nz] = dims;
  const solid = new Float32Array(nx * ny * nz);
  for (let k = 0; k < nz - 4; k++)
    for (let j = 0; j < ny - 4; j++)
      for (let i = 0; i < nx - 4; i++) {
        const at = low[0] + i * stride + grid.dims[0] * (low[1] + j * stride + grid.dims[1] * (low[2] + k * stride));
        if (labels[at] === label) solid[i + 2 + nx * (j + 2 + ny * (k + 2))] = 1;
      }
  // A layer of one or two voxels would melt away.
  const steps = [1, nx, nx * ny];
  for (let axis = 0; axis < 3; axis++) if (size[axis] / stride > 2) soften(solid, steps[axis], dims[axis]);
  const image = vtkImageData.newInstance();
  image.setDimensions(nx, ny, nz);
  image.getPointData().setScalars(vtkDataArray.newInstance({ name: "solid", numberOfComponents: 1, values: solid }));
  const cubes = vtkImageMarchingCubes.newInstance({ contourValue: 0.5, computeNormals: true, mergePoints: true });
  cubes.setInputData(image);
  const mapper = vtkMapper.newInstance({ scalarVisibility: false });
  mapper.setInputData(cubes.getOutputData());
  const actor = vtkActor.newInstance();
  actor.setMapper(mapper);
  actor.setUserMatrix(placement(grid, low, stride) as Parameters<vtkActor["setUserMatrix"]>[0]);
  const look = actor.getProperty();
  look.setAmbient(0.15);
  look.setDiffuse(0.85);
  look.setSpecular(0.15);
  return actor;
}

/** (1, 2, 1) / 4 along one axis. */
function soften(solid: Float32Array, step: number, n: number): void {
  let before = 0;
  for (let at = 0; at < solid.length; at++) {
    const place = Math.floor(at / step) % n;
    if (step === 1) {
      const now = solid[at];
      const next = place + 1 < n ? solid[at + 1] : 0;
      solid[at] = (place > 0 ? before : 0) / 4 + now / 2 + next / 4;
      before = now;
    } else if (place === 0) {
      let last = 0;
      for (let p = 0; p < n; p++) {
        const here = at + p * step;
        const now = solid[here];
        solid[here] = last / 4 + now / 2 + (p + 1 < n ? solid[here + step] : 0) / 4;
        last = now;
      }
    }
  }
}

/** From the box's own index space to the patient, column by column. */
function placement(grid: Grid, low: readonly number[], stride: number): number[] {
  const from = low.map((l) => l - 2 * stride) as [number, number, number];
  const o = indexToWorld(grid, from);
  const { direction: d, spacing: s } = grid;
  const matrix: number[] = new Array(16).fill(0);
  for (let axis = 0; axis < 3; axis++)
    for (let c = 0; c < 3; c++) matrix[4 * axis + c] = d[3 * axis + c] * s[axis] * stride;
  matrix.splice(12, 4, o[0], o[1], o[2], 1);
  return matrix;
}
