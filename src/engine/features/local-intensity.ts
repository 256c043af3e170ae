import { sphereMeans, sphereVoxels } from "../kernels/sphere-means.ts";
import { cbrt } from "../math/same-bits.ts";
import { undefinedBecause } from "../reason.ts";
import type { Roi } from "../roi.ts";
import type { Family } from "./family.ts";
import { counted } from "./quantities.ts";

/** The highest means of the spheres around the region's brightest voxels, and around all its voxels. */
export type SpherePeaks = { readonly local: number; readonly global: number };

/** Radius in mm of a sphere of 1 cm³: about 6.2 mm. */
const RADIUS = 10 * cbrt(3 / (4 * Math.PI));

const sphereNote =
  "The sphere of 1 cm³ (radius 6.2035 mm) holds the voxels whose centres lie in it, weighted alike, also those " +
  "outside the region; where the image ends, the mean is over the voxels that exist.";

/** Where a region's voxel lies in the array that holds its surroundings. */
function placeOf(
  index: number,
  [mx, my]: Roi["dims"],
  { dims: [nx, ny], extent, offset }: Roi["surroundings"],
): number {
  const [x0, y0, z0] = extent.lo.map((lo, a) => lo + offset[a]);
  const x = index % mx;
  const row = (index - x) / mx;
  const y = row % my;
  return x0 + x + nx * (y0 + y + ny * (z0 + (row - y) / my));
}

/** Local intensity: IBSI-1 §3.2 (9ST6). */
export const localIntensity: Family<SpherePeaks> = {
  id: "local_intensity",
  name: "Local intensity",
  ibsi: "9ST6",
  section: "3.2",
  aggregations: {},
  prepare: ({ voxels, range, intensityMask, spacing, dims, surroundings }) => {
    if (voxels === 0) return undefinedBecause("empty_intensity_mask", "The intensity mask holds no voxel.");
    const [, brightest] = range;
    const { data } = surroundings;
    let local = Number.NEGATIVE_INFINITY;
    let global = Number.NEGATIVE_INFINITY;
    let finite = true;
    const image = { ...surroundings, spacing, radius: RADIUS };
    const centres = { mask: intensityMask, dims, offset: surroundings.offset };
    sphereMeans(image, centres, (index, count, greatest, means, at) => {
      // Most rows hold no higher mean.
      if (greatest <= local) return;
      const first = placeOf(index, dims, surroundings);
      for (let k = 0; k < count; k++) {
        if (intensityMask[index + k] === 0) continue;
        const mean = means[at + k];
        if (mean - mean !== 0) finite = false;
        if (mean <= local) continue;
        if (mean > global) global = mean;
        if (data[first + k] === brightest) local = mean;
      }
    });
    if (!finite) return undefinedBecause("failed", "The image around the region holds voxels that are no numbers.");
    return [{ local, global }];
  },
  describe: (_, { voxels, spacing }) => [
    counted("intensity_voxels", voxels),
    { code: "sphere_radius", value: RADIUS, unit: "mm" },
    counted("sphere_voxels", sphereVoxels(spacing, RADIUS)),
  ],
  features: [
    {
      id: "local_intensity.local_peak",
      name: "Local intensity peak",
      ibsi: "VJGA",
      section: "3.2.1",
      unit: "intensity",
      tex: String.raw`\max_{k:\,X_{gl,k}=\max\mathbf{X}_{gl}}\;\frac{1}{N_k}\sum_{j:\,\lVert\mathbf{x}_j-\mathbf{x}_k\rVert\le r}X_{gl,j},\quad r=\left(\tfrac{3}{4\pi}\right)^{1/3}\text{cm}`,
      about: {
        en: "The mean intensity in a sphere of 1 cm³ around the region's brightest voxel.",
        it: "L'intensità media in una sfera di 1 cm³ attorno al voxel più intenso della regione.",
      },
      note: `${sphereNote} Of several brightest voxels the one with the highest mean counts.`,
      tag: "loc_peak_loc",
      compute: ({ local }) => local,
    },
    {
      id: "local_intensity.global_peak",
      name: "Global intensity peak",
      ibsi: "0F91",
      section: "3.2.2",
      unit: "intensity",
      tex: String.raw`\max_{k}\;\frac{1}{N_k}\sum_{j:\,\lVert\mathbf{x}_j-\mathbf{x}_k\rVert\le r}X_{gl,j},\quad r=\left(\tfrac{3}{4\pi}\right)^{1/3}\text{cm}`,
      about: {
        en: "The highest mean intensity of any sphere of 1 cm³ centred on a voxel of the region; in PET, SUVpeak.",
        it: "La più alta intensità media fra le sfere di 1 cm³ centrate su un voxel della regione; in PET, il SUVpeak.",
      },
      note: sphereNote,
      tag: "loc_peak_glob",
      compute: ({ global }) => global,
    },
  ],
};
