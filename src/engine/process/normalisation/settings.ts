/**
 * How intensities that have no unit of their own (MR) are made comparable, before anything else is done to the image.
 * "image": every voxel that has a value; "foreground": those above the image's mean, which is what Nyúl takes for the
 * patient; "region": the region that is measured; another region of the image is named.
 */
export type Normalisation =
  /** Less the mean, over the standard deviation. */
  | { readonly method: "z_score"; readonly over: "image" | "foreground" | "region" }
  /** The same by a reference region such as fat or muscle ("z"), or over its mean ("ratio"). */
  | { readonly method: "reference"; readonly region: string; readonly scale: "z" | "ratio" }
  /** By the normal-appearing white matter, found as a peak of the histogram (Shinohara et al. 2014). */
  | {
      readonly method: "white_stripe";
      readonly contrast: "T1" | "T2";
      /** Half width of the stripe, as a share of the voxels: 0.05 in the publication. */
      readonly width: number;
      /** The brain without its skull; left out: the foreground. */
      readonly region?: string;
    }
  /** Percentiles of the foreground mapped to landmarks of a standard scale (Nyúl et al. 2000; Shah et al. 2011). */
  | { readonly method: "nyul"; readonly percentiles: readonly number[]; readonly landmarks: readonly number[] };

/**
 * What a normalisation did to an image: `from` became `to`, linear between and, at the ends, beyond. Two points for a
 * mean and a standard deviation.
 */
export type Curve = { readonly from: readonly number[]; readonly to: readonly number[] };

/** What the curve was found in, and what a reader wants to see of it. */
export type NormalisationRecord = Curve & { readonly method: Normalisation["method"]; readonly voxels: number };

/** The name of the region that a normalisation looks at beside the one that is measured; undefined for none. */
export const referenceRegion = (n: Normalisation | undefined): string | undefined =>
  n?.method === "reference" || n?.method === "white_stripe" ? n.region : undefined;
