import { lanczosInWasm } from "../../wasm/lanczos.ts";

/** A symmetric matrix less root · rootᵀ, the part of an eigenvector with the eigenvalue 1. */
export type Operator = {
  readonly root: Float64Array;
  /** out = matrix · v. */
  readonly multiply: (v: Float64Array, out: Float64Array) => void;
  /** The matrix in rows of so many columns, those beyond its own 0, for WebAssembly; null: it has none, or one too large. */
  readonly rows: (width: number) => Float64Array | null;
};

/** Lanczos' recursion so far: `steps` vectors of length 1, and the tridiagonal matrix that they make of the operator. */
export type Recursion = {
  readonly steps: number;
  /** Nothing of the operator is left outside. */
  readonly ended: boolean;
  /** Rows of `width` numbers: the vectors, and the next one, not yet of length 1. */
  readonly basis: Float64Array;
  readonly width: number;
  readonly diagonal: Float64Array;
  /** beside[k]: between vectors k − 1 and k; the length that vector k had. */
  readonly beside: Float64Array;
};

/** What is shorter than this is rounding. */
export const LEAST_LENGTH = 1e-14;

/** Begins the recursion. Any vector without symmetry will do; this one is the same each time. */
export function beginLanczos(size: number): Recursion {
  const width = size + (size & 1);
  const basis = new Float64Array(width);
  for (let k = 0; k < size; k++) basis[k] = 1 + Math.sin(12.9898 * (k + 1));
  return {
    steps: 0,
    ended: false,
    basis,
    width,
    diagonal: new Float64Array(0),
    beside: Float64Array.of(Math.sqrt(dot(basis, basis))),
  };
}

/** Goes on to `to` steps, or as far as there is anything left. Every vector is kept orthogonal to all before it. */
export function goOn(operator: Operator, before: Recursion, to: number): Recursion {
  const { width } = before;
  const size = operator.root.length;
  const basis = grown(before.basis, (to + 1) * width);
  const diagonal = grown(before.diagonal, to);
  const beside = grown(before.beside, to + 1);
  const grow = { basis, diagonal, beside, width, from: before.steps, to };
  const steps = lanczosInWasm(operator, grow, LEAST_LENGTH) ?? plainSteps(operator, grow);
  return { steps, ended: steps === size || beside[steps] <= LEAST_LENGTH, basis, width, diagonal, beside };
}

/** A recursion with room for `to` steps, of which `from` are taken. */
export type Growing = Pick<Recursion, "basis" | "diagonal" | "beside" | "width"> & {
  readonly from: number;
  readonly to: number;
};

/** Takes the steps; returns how many there are now. */
function plainSteps({ root, multiply }: Operator, { basis, diagonal, beside, width, from, to }: Growing): number {
  const row = (k: number) => basis.subarray(k * width, k * width + root.length);
  const shares = new Float64Array(to);
  for (let step = from; step < to; step++) {
    const [v, next] = [row(step), row(step + 1)];
    for (let k = 0; k < v.length; k++) v[k] /= beside[step];
    const known = dot(root, v);
    multiply(v, next);
    takeOff(root, known, next);
    diagonal[step] = dot(v, next);
    takeOff(v, diagonal[step], next);
    if (step > 0) takeOff(row(step - 1), beside[step], next);
    let before = dot(next, next);
    // Once more where little is left, of which rounding then has its share.
    for (let pass = 0; pass < 3; pass++) {
      for (let k = 0; k <= step; k++) shares[k] = dot(row(k), next);
      for (let k = 0; k <= step; k++) takeOff(row(k), shares[k], next);
      const after = dot(next, next);
      if (2 * after >= before) break;
      before = after;
    }
    beside[step + 1] = Math.sqrt(dot(next, next));
    if (beside[step + 1] <= LEAST_LENGTH) return step + 1;
  }
  return to;
}

/** Sums over even and odd columns apart, as two lanes do. */
function dot(a: Float64Array, b: Float64Array): number {
  let even = 0;
  let odd = 0;
  for (let k = 0; k < a.length; k += 2) even += a[k] * b[k];
  for (let k = 1; k < a.length; k += 2) odd += a[k] * b[k];
  return even + odd;
}

function takeOff(from: Float64Array, share: number, v: Float64Array): void {
  for (let k = 0; k < v.length; k++) v[k] -= share * from[k];
}

function grown(array: Float64Array, length: number): Float64Array {
  const longer = new Float64Array(length);
  longer.set(array);
  return longer;
}
