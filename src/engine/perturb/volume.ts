import { squaredDistanceTo } from "../edit/distances.ts";
import { RadiomicaError } from "../errors.ts";
import type { Random } from "../math/random.ts";
import { countOnes, extentDims } from "../process/crop.ts";
import { perturbation } from "./perturbation.ts";
import { refuseBeyondBox, settled } from "./scene.ts";

/**
 * Grows or shrinks the region to 1 + fraction of its volume, to the voxel: the nearest voxels outside join, or the
 * outermost leave, by exact distance; of those equally far, chance takes as many as are needed (Zwanenburg 2019).
 */
export const volume = perturbation({
  id: "volume",
  initial: { fractions: [-0.1, 0.1] as readonly number[] },
  problem: ({ fractions }) =>
    fractions.length === 0 || fractions.some((f) => !(f > -1 && f <= 3))
      ? "volume changes must be fractions above −1, up to 3"
      : null,
  variants: ({ fractions }) => fractions.map((fraction) => ({ fraction })),
  label: ({ fraction }) => `volume ${fraction > 0 ? "+" : ""}${Math.round(1000 * fraction) / 10} %`,
  apply: (scene, { fraction }, random) => {
    const still = settled(scene);
    const mask = resized(still.mask, fraction, { dims: extentDims(still.extent), spacing: still.grid.spacing }, random);
    refuseBeyondBox(mask, still);
    return { ...still, mask };
  },
});

type Box = Parameters<typeof squaredDistanceTo>[2];

function resized(mask: Uint8Array, fraction: number, box: Box, random: Random): Uint8Array {
  const voxels = countOnes(mask);
  const wanted = Math.round(voxels * (1 + fraction));
  if (wanted < 1)
    throw new RadiomicaError("EmptyRoi", `A region of ${voxels} voxels cannot shrink so far.`, { voxels });
  const grows = wanted > voxels;
  const needed = Math.abs(wanted - voxels);
  // Lengths in mm that are equal but for rounding count as equal.
  const distance = squaredDistanceTo(mask, grows ? 1 : 0, box).map((d) => Math.round(d * 1e6));
  const candidates = distance.filter((_, i) => (mask[i] === 0) === grows).sort();
  if (needed > candidates.length)
    throw new RadiomicaError("Unsupported", "The region has no room to grow in its image.");
  const last = needed === 0 ? -1 : candidates[needed - 1];
  const out = mask.slice();
  const tied: number[] = [];
  let left = needed;
  for (let i = 0; i < mask.length; i++) {
    if ((mask[i] === 0) !== grows || distance[i] > last) continue;
    if (distance[i] === last) tied.push(i);
    else {
      out[i] = grows ? 1 : 0;
      left--;
    }
  }
  for (; left > 0; left--) {
    const pick = Math.floor(random() * tied.length);
    out[tied[pick]] = grows ? 1 : 0;
    tied[pick] = tied[tied.length - 1];
    tied.pop();
  }
  return out;
}
