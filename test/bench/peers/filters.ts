import type { FilterId, FilterParams } from "#engine/filters/filter.ts";
import { completeParams, filterById, isFilterProblem } from "#engine/filters/index.ts";
import { squaredDistances } from "#engine/kernels/euclidean-distance.ts";
import { interpolateImage } from "#engine/process/interpolate.ts";
import { latticeOf, newDims } from "#engine/process/lattice.ts";
import type { Comparison, Ours } from "./comparison.ts";
import type { Subject } from "./families.ts";

const bands = ["LLL", "LLH", "LHL", "LHH", "HLL", "HLH", "HHL", "HHH"];

function paramsOf(id: FilterId, given: FilterParams): FilterParams {
  const params = completeParams({ id, params: given });
  if (isFilterProblem(params)) throw new Error(params.detail);
  return params;
}

/** Filters, resampling and distances on a whole cube, beside ITK's, PyWavelets' (through PyRadiomics) and SciPy's. */
export function filterComparisons(subject: Subject, turns: number): Comparison[] {
  const { grid, data } = subject.input.image;
  const { dims, spacing } = grid;
  const [nx, ny, nz] = dims;
  const image = { dims, spacing, data: Float64Array.from(data) };
  const filtered = (id: FilterId, given: FilterParams) => {
    const filter = filterById(id);
    const params = paramsOf(id, given);
    return () => filter?.apply(image, params).length;
  };
  const wavelets = (convention: string) => {
    const all = bands.map((band) => paramsOf("wavelet", { family: "coif1", band, convention }));
    return () => {
      let count = 0;
      filterById("wavelet")?.together?.apply(image, all, () => count++);
      return count;
    };
  };
  const resampled = (method: "linear" | "cubic") => {
    const lattice = latticeOf(grid, {
      dimensionality: "3D",
      spacing: [1.5, 1.5, 1.5],
      image: method,
      mask: "linear",
      maskThreshold: 0.5,
      round: false,
    });
    const hi = newDims(lattice);
    return () => interpolateImage(data, dims, lattice, method, { lo: [0, 0, 0], hi }).length;
  };
  const distances = () => squaredDistances(subject.input.labels, 1, dims, spacing).length;
  const one = (name: string, job: string, ...ours: Ours[]): Comparison => ({
    name: `${name}, ${subject.name}`,
    peer: "PyRadiomics",
    job: { job, subject: subject.name, nx, ny, nz },
    turns,
    ours,
  });
  return [
    one(
      "wavelet bank, coif1, 8 bands (PyRadiomics)",
      "wavelet",
      { name: "PyRadiomics' convention", run: wavelets("PyRadiomics"), must: 10, goal: 20 },
      { name: "IBSI", run: wavelets("IBSI"), must: 10, goal: 20 },
    ),
    one(
      "LoG, σ 3 mm (ITK, recursive)",
      "log",
      { name: "recursive", run: filtered("log", { sigma: 3, convention: "PyRadiomics" }), must: 4, goal: 9 },
      { name: "IBSI, cut at 4 σ", run: filtered("log", { sigma: 3 }), must: 4, goal: 9 },
    ),
    one("trilinear to 1.5 mm (ITK)", "linear", { name: "trilinear", run: resampled("linear"), must: 10, goal: 20 }),
    one("cubic spline to 1.5 mm (ITK)", "cubic", {
      name: "with prefilter",
      run: resampled("cubic"),
      must: 20,
      goal: 40,
    }),
    one("distance map (ITK, Maurer)", "distance", { name: "exact, one side", run: distances, must: 1.5, goal: 3 }),
    one("Gabor, every slice (SciPy, FFT)", "gabor", {
      name: "one orientation",
      run: filtered("gabor", { sigma: 5, lambda: 4, dimensionality: "2D" }),
      must: 2,
    }),
    one("Simoncelli (SciPy, FFT)", "simoncelli", {
      name: "level 1",
      run: filtered("simoncelli", { level: 1 }),
      must: 2,
    }),
    one("Riesz of Simoncelli (SciPy, FFT)", "riesz", {
      name: "order 1,0,0",
      run: filtered("riesz_simoncelli", { level: 1, order: "1,0,0" }),
      must: 2,
    }),
  ];
}
