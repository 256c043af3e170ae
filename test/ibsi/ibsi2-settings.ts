import type { FilterId, FilterSettings } from "#engine/filters/index.ts";

type Row = Record<string, string>;
type Parameters = Record<string, number | string | number[] | boolean>;

/** The IBSI's name of a filter → ours. */
const ids: readonly (readonly [RegExp, FilterId])[] = [
  [/^mean/, "mean"],
  [/^Laplacian/, "log"],
  [/^Laws/, "laws"],
  [/^Gabor/, "gabor"],
  [/^separable/, "wavelet"],
  [/^non-separable/, "simoncelli"],
  [/^Riesz transform of LoG/, "riesz_log"],
  [/^Riesz transform of Simoncelli/, "riesz_simoncelli"],
];

/** Settings of a row of the tables of phase 1 or 2; null where it has no filter. */
export function settingsOf(row: Row): FilterSettings | null {
  if (row.filter === "none") return null;
  const id = ids.find(([name]) => name.test(row.filter))?.[1];
  if (id === undefined) throw new Error(`No filter for "${row.filter}"`);
  const given: Parameters = JSON.parse(row.parameters);
  const turned = row.rotation_invariance.startsWith("yes");
  // A Gabor kernel in the xy plane alone is ours in 2D, whatever the phantom's dimensions.
  const dimensionality = row.dimensionality.startsWith("3D") || row.dimensionality.includes("xz") ? "3D" : "2D";
  const pooling: FilterSettings["params"] =
    row.pooling === "" ? {} : { pooling: row.pooling === "average" ? "mean" : row.pooling };
  const boundary = row.boundary_condition.split(" ")[0];
  const turning: FilterSettings["params"] = { rotation_invariance: turned, ...pooling };
  const base = { dimensionality, boundary };
  const riesz = () => ({ order: (given.riesz_order as number[]).join(","), steered: given.steered === true });
  const gaussian = () => ({ sigma: given.sigma_mm as number, truncation: given.truncate_sigma as number });
  switch (id) {
    case "mean":
      return { id, params: { ...base, support: given.support_voxels as number } };
    case "log":
      return { id, params: { ...base, ...gaussian() } };
    case "laws": {
      const energy: FilterSettings["params"] =
        given.energy_delta_voxels === undefined ? { energy: false } : { delta: given.energy_delta_voxels as number };
      return { id, params: { ...base, ...turning, kernels: given.kernels as string, ...energy } };
    }
    case "gabor": {
      const { sigma_mm: sigma, lambda_mm: lambda, gamma } = given as Record<string, number>;
      return { id, params: { ...base, ...pooling, sigma, lambda, gamma, ...angles(given.theta_deg) } };
    }
    case "wavelet":
      return {
        id,
        params: {
          ...base,
          ...turning,
          family: given.wavelet as string,
          band: given.map as string,
          level: given.level as number,
        },
      };
    case "simoncelli":
      // The references of phase 2 were made without a margin, whatever boundary the table names.
      return { id, params: { dimensionality, boundary: "periodic", level: given.level as number } };
    case "riesz_log":
      return { id, params: { ...base, ...gaussian(), ...riesz() } };
    default:
      return { id, params: { ...base, level: given.level as number, ...riesz() } };
  }
}

/** "0:22.5:337.5" is first, step, last: all round. */
function angles(theta: Parameters[string]): { theta: number; step: number } {
  const [first, step = 0] = String(theta).split(":").map(Number);
  return { theta: first, step };
}
