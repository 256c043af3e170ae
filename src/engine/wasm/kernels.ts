/**
 * What ./assembly exports; its doc comments stand there. An argument named after an array is the address of that array
 * in the kernels' memory, in bytes.
 */
export type Kernels = {
  freeFrom(): number;
  /** Returns the address of the result. */
  pairedFft(plan: number, lines: number, a: number, b: number): number;
  transformMargins(...addressesAndSizes: number[]): void;
  moduli(...addressesAndSizes: number[]): void;
  transformPlane(...addressesAndSizes: number[]): void;
  filterLines(...addressesAndSizes: number[]): void;
  invertPlane(...addressesAndSizes: number[]): void;
  transformKernel(...addressesAndSizes: number[]): void;
  transformRows(...addressesAndSizes: number[]): void;
  sumPlanes(...addressesAndSizes: number[]): void;
  spreadRows(...addressesAndSizes: number[]): void;
  /** Returns how many steps there are. */
  lanczos(...addressesAndSizes: number[]): number;
  countPairs(...addressesAndSizes: number[]): void;
  countRuns(...addressesAndSizes: number[]): void;
  sumDifferences(...addressesAndSizes: number[]): void;
  sumDifferencesAround(...addressesAndSizes: number[]): void;
  countDependences(...addressesAndSizes: number[]): void;
  countDependencesAround(...addressesAndSizes: number[]): void;
  /** Returns how many zones there are. */
  zones(...addressesAndSizes: number[]): number;
  borderDistances(...addressesAndSizes: number[]): void;
  convolve(...addressesAndSizes: number[]): void;
  padRows(...addressesAndSizes: number[]): void;
  moveRows(from: number, fromPitch: number, to: number, toPitch: number, count: number, bytes: number): void;
  prefilterLines(...addressesAndSizes: number[]): void;
  prefilterRows(...addressesAndSizes: number[]): void;
  blendSingles(...addressesAndSizes: number[]): void;
  blendDoubles(...addressesAndSizes: number[]): void;
  maskOf(...addressesAndSizes: number[]): void;
  resampleSlice(...addressesAndSizes: number[]): void;
  inForm(kind: number, numbers: number, n: number): void;
  reaches(numbers: number, least: number, n: number, out: number): void;
  widenSingles(...addressesAndSizes: number[]): void;
  widenDoubles(...addressesAndSizes: number[]): void;
  recursion(...addressesAndSizes: number[]): void;
  turn(rows: number, from: number, height: number, width: number, columns: number, to: number): void;
  /** Returns 1 if there is a source, 0 if none. */
  distancesAlongRows(...addressesAndSizes: number[]): number;
  leastAlongColumns(values: number, nx: number, n: number, costs: number, spacing: number, block: number): void;
  addDiscs(...addressesAndSizes: number[]): void;
  /** Returns the greatest mean. */
  divideSums(sums: number, counts: number, count: number): number;
  labelBox(...addressesAndSizes: number[]): void;
  /** Returns how many voxels are marked; `keepRows`: left. */
  markRows(...addressesAndSizes: number[]): number;
  keepRows(...addressesAndSizes: number[]): number;
  /** Returns 0 where a voxel has no cell. */
  countRows(...addressesAndSizes: number[]): number;
  sortNumbers(values: number, n: number, work: number, tables: number): void;
  filledCells(counts: number, cells: number, span: number): void;
  sumRows(...addressesAndSizes: number[]): void;
  /** Returns how many numbers were written. */
  gatherRows(...addressesAndSizes: number[]): number;
  lookUpRows(...addressesAndSizes: number[]): void;
  divideRows(...addressesAndSizes: number[]): void;
  windowStatistics(...addressesAndSizes: number[]): void;
};
