/** Why a target is missed, by what the row's name holds; the first that fits. */
const reasons: readonly (readonly [RegExp, string])[] = [
  [
    /glcm, radius/,
    "thirteen matrices' features are averaged at each voxel; the figure was set by prototypes that merge directions",
  ],
  [/firstorder, radius/, "each window is kept sorted in plain TypeScript; no WebAssembly kernel yet"],
  [
    /wavelet/,
    "our passes are in float64, to the bits of the plain kernel, a band at a time in its own array; the prototypes were float32",
  ],
  [/LoG/, "float64 and bit-equal to the plain kernel; symmetric taps are not folded and derivatives not shared"],
  [/trilinear/, "passes axis by axis through float64 arrays; ITK reads its eight neighbours in float32"],
  [/cubic spline/, "float64 prefilter along three axes, then axis by axis; no blocked rows yet"],
  [/distance map/, "plain TypeScript, lines along y and z are not blocked; no WebAssembly kernel yet"],
  [
    /Gabor|Simoncelli|Riesz/,
    "our transform computes complex numbers where SciPy packs real ones, and the transfer function anew each time",
  ],
  [
    /ten filters/,
    "ten times a whole extraction: Moran's I, Geary's C, local peaks and GLDZM, which the peer has not, are most of it",
  ],
  [
    /live/,
    "the smallest box and ellipsoid around the region and Moran's I (every pair of voxels) are half of it; the machine was shared",
  ],
  [
    /memory/,
    "the region is held in float64, with and without its surroundings, beside masks and levels; resident pages of the runtime count too",
  ],
  [
    /start bytes/,
    "React, the components and the definitions of 174 features come first; what stands around an image comes after",
  ],
  [/start/, "not looked into yet"],
  [
    /IBSI morphology/,
    "most of ours is Moran's I and Geary's C over all pairs of voxels, and the smallest box and ellipsoid, which the peer leaves out or computes apart",
  ],
  [
    /firstorder|glcm|glrlm|glszm/,
    "the region (crop, mask, values, levels, in float64 and plain TypeScript) is prepared anew for a family alone, and is three quarters of its time",
  ],
  [
    /everything but shape/,
    "local intensity (means over spheres around every voxel) is half of it, and preparing the region a fifth; the peer has no such family",
  ],
  [
    /everything/,
    "Moran's I and Geary's C, exactly, over all pairs of voxels (by Fourier transform) are two thirds of it, local intensity a fifth",
  ],
  [
    /pictologics/,
    "compiled for this processor by numba, with wider vectors; ours is plain TypeScript and portable WebAssembly of 128 bits, and the region is prepared anew for each family",
  ],
  [/Nyxus/, "preparing the region is most of the time of a family alone"],
];

export const reasonFor = (name: string): string =>
  reasons.find(([pattern]) => pattern.test(name))?.[1] ?? "not looked into yet";
