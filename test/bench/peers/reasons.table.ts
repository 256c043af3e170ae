/** Why a target is missed, by what the row's name holds; the first that fits. */
const reasons: readonly (readonly [RegExp, string])[] = [
  [
    /glcm, radius/,
    "thirteen matrices' features are averaged at each voxel; the figure was set by prototypes that merge directions",
  ],
  [/firstorder, radius/, "the features' own formulas, called for each voxel, are two thirds of it"],
  [/wavelet/, "the sums cost about 25 ms; eight new images of float64 cost as much again to allocate and fill"],
  [/LoG/, "the recursion takes 3.3 ns a voxel and pass, in float64: 41 ms before anything is copied"],
  [/trilinear/, "a tenth of this ITK's time is less than it takes to copy 8 MB in and 5 MB out"],
  [/cubic spline/, "the prefilter and 64 products a voxel are in float64, in vectors of two"],
  [
    /Gabor|Simoncelli|Riesz/,
    "the least of our times is within; the median holds the allocation and collection of a new float64 image each time",
  ],
  [
    /ten filters/,
    "Moran's I and Geary's C, which the peer has not, are a third; each filter transforms the mask anew; sorting, local peaks and the filters themselves a tenth each",
  ],
  [/live/, "the search for the smallest box around the region leads, and the collection of garbage"],
  [
    /memory/,
    "by the sizes asked for: spectra of Moran's I 13 MB, the transform of 1/d 17 MB, values 9 MB; pages of the runtime count too",
  ],
  [/two workers/, "the sums of Moran's I are one part, and longer than all others together: they are not shared out"],
  [/first picture/, "every window becomes a region of its own"],
  [/start/, "not looked into yet"],
  [
    /IBSI morphology/,
    "Moran's I and Geary's C over all pairs of voxels, exactly, by Fourier transform in float64, are most of it; the peer leaves them out",
  ],
  [
    /gldm/,
    "preparing the region and collecting garbage are more than half of it, and the two families do not share their stay in the kernels' memory",
  ],
  [
    /firstorder|glcm|glrlm|glszm/,
    "alone in a process it takes two thirds of that: between other works the collector and the caches have their part; in small regions what comes before the kernels (checks, rows) counts too",
  ],
  [/everything but shape/, "local intensity, which the peer has not, is a third of it"],
  [
    /everything/,
    "Moran's I and Geary's C over all pairs of voxels, exactly, by Fourier transform in float64, are more than half",
  ],
];

export const reasonFor = (name: string): string =>
  reasons.find(([pattern]) => pattern.test(name))?.[1] ?? "not looked into yet";
