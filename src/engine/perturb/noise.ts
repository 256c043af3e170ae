import { RadiomicaError } from "../errors.ts";
import { addNormal } from "../math/random.ts";
import { perturbation } from "./perturbation.ts";
import { type Scene, settled, writableImage } from "./scene.ts";

/** Adds normal noise, by default of the level the image has itself, so that its variance doubles (Zwanenburg 2019). */
export const noise = perturbation({
  id: "noise",
  initial: { repetitions: 10, sigma: null as number | null },
  problem: ({ repetitions, sigma }) =>
    repetitions < 1 || !Number.isInteger(repetitions)
      ? `noise repetitions must be a whole number from 1; it is ${repetitions}`
      : sigma !== null && !(sigma > 0 && Number.isFinite(sigma))
        ? `the noise's standard deviation must be above 0; it is ${sigma}`
        : null,
  variants: ({ repetitions, sigma }, facts) => {
    const level = sigma ?? facts.noise;
    if (level === null) throw new RadiomicaError("Unsupported", "The level of the image's noise is not known.");
    return Array.from({ length: repetitions }, (_, repetition) => ({ sigma: level, repetition }));
  },
  label: (_, n) => `noise ${n + 1}`,
  apply: (scene, { sigma }, random) => {
    const still = settled(scene);
    const image = writableImage(still);
    const before = !still.padding ? null : image === still.image ? image.slice() : still.image;
    addInBox({ ...still, image }, (from, to) => {
      addNormal(image, from, to, sigma, random);
      if (still.padding && before) keepPadding(image, before, from, to, still.padding);
    });
    return { ...still, image };
  },
});

/** A voxel without a value gets none by noise, and one with a value does not lose it. */
function keepPadding(
  image: Float32Array,
  before: Float32Array,
  from: number,
  to: number,
  [low, high]: readonly [number, number],
): void {
  const isPadding = (v: number) => v >= low && v <= high;
  for (let i = from; i < to; i++) if (isPadding(image[i]) || isPadding(before[i])) image[i] = before[i];
}

function addInBox({ grid, extent: { lo, hi } }: Scene, row: (from: number, to: number) => void): void {
  const [nx, ny] = grid.dims;
  for (let z = lo[2]; z < hi[2]; z++) {
    for (let y = lo[1]; y < hi[1]; y++) {
      const start = nx * (y + ny * z);
      row(start + lo[0], start + hi[0]);
    }
  }
}
