import { sphereMeans, sphereVoxels } from "../kernels/sphere-means.ts";
import { cbrt } from "../math/same-bits.ts";
import { undefinedBecause } from "../reason.ts";
import type { Family } from "./family.ts";
import { counted } from "./quantities.ts";

/** Intensities of the region's voxels and, in the same order, the means of the spheres round them. */
export type SpherePeaks = { readonly values: Float64Array; readonly means: Float64Array };

/** Radius in mm of a sphere of 1 cm³: about 6.2 mm. */
const RADIUS = 10 * cbrt(3 / (4 * Math.PI));

const sphereNote =
  "The sphere of 1 cm³ (radius 6.2035 mm) holds the voxels whose centres lie in it, weighted alike, also those " +
  "outside the region; where the image ends, the mean is over the voxels that exist.";

/** Local intensity: IBSI-1 §3.2 (9ST6). */
export const localIntensity: Family<SpherePeaks> = {
  id: "local_intensity",
  name: "Local intensity",
  ibsi: "9ST6",
  section: "3.2",
  aggregations: {},
  prepare: ({ values, intensityMask, dims, surroundings }) => {
    if (values.length === 0) return undefinedBecause("empty_intensity_mask", "The intensity mask holds no voxel.");
    const means = sphereMeans({ ...surroundings, radius: RADIUS }, intensityMask, dims, surroundings.offset);
    const bad = means.findIndex((mean) => !Number.isFinite(mean));
    if (bad >= 0) return undefinedBecause("failed", "The image around the region holds voxels that are no numbers.");
    return [{ values, means }];
  },
  describe: ([{ values }], { spacing }) => [
    counted("intensity_voxels", values.length),
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
      compute: ({ values, means }) => {
        let best = 0;
        for (let i = 1; i < values.length; i++) {
          if (values[i] > values[best] || (values[i] === values[best] && means[i] > means[best])) best = i;
        }
        return means[best];
      },
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
      compute: ({ means }) => means.reduce((best, mean) => (mean > best ? mean : best), means[0]),
    },
  ],
};
