import { ENGINE_VERSION } from "#engine/ibsi.ts";
import { classes, type Pair, type Report, toleranceOf } from "./compare.ts";
import type { TwoProfiles } from "./profiles.ts";

/** Differences beyond tolerance that have a reason. Empty: none is known. */
const departures: readonly { readonly holds: (p: Pair) => boolean; readonly why: string }[] = [];

const beyond = (p: Pair): boolean => !(p.difference <= toleranceOf(p.className));
export const unexplained = (pairs: readonly Pair[]): Pair[] =>
  pairs.filter((p) => beyond(p) && !departures.some(({ holds }) => holds(p)));

const short = (x: number): string => (x === 0 ? "0" : Number.isFinite(x) ? x.toExponential(1) : "no value");
const worst = (pairs: readonly Pair[]): number => pairs.reduce((most, p) => Math.max(most, p.difference), 0);
const row = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [row(head), row(head.map(() => "---")), ...rows.map(row)].join("\n");

export function writeUp(
  { versions, python, cases }: Report,
  settings: Readonly<Record<string, object>>,
  pairs: readonly Pair[],
  profiles: readonly TwoProfiles[],
): string {
  const of = (setting: string, className: string) =>
    pairs.filter((p) => p.setting === setting && p.className === className);
  const programs = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  const wrong = unexplained(pairs);
  const refused = Object.entries(cases).flatMap(([image, { results }]) =>
    Object.entries(results).flatMap(([setting, found]) =>
      typeof found.refused === "string" ? [`- ${image}, ${setting}: ${found.refused}`] : [],
    ),
  );
  return `# The PyRadiomics profile beside PyRadiomics

Written by \`npm run peers:pyradiomics\`; not by hand. Radiomica ${ENGINE_VERSION}; ${programs.join(", ")}, Python ${python}.
The package index also lists PyRadiomics 3.1.0, whose source archive calls itself 3.0.1a1 and is turned down by pip; 3.0.1
is the newest that installs, with setuptools below 69, NumPy below 2 and Cython below 3 in place beforehand.

**${pairs.length - wrong.length} of ${pairs.length} values agree** within a relative difference of 1e-6 (first order and textures) or 1e-4
(shape). Greatest difference that agrees: ${short(worst(pairs.filter((p) => !beyond(p))))}. Images:
${Object.entries(cases)
  .map(
    ([name, c]) =>
      `${name} (${c.dims.join(" × ")}, ${c.spacing.map((s) => Number(s.toFixed(4))).join(" × ")} mm, ${c.type})`,
  )
  .join("; ")}.

## Greatest relative difference, by setting and class

${table(
  ["setting", ...classes],
  Object.keys(settings).map((setting) => [
    `${setting}<br>\`${JSON.stringify(settings[setting])}\``,
    ...classes.map((c) => (of(setting, c).length === 0 ? "" : short(worst(of(setting, c))))),
  ]),
)}

## By feature

Over all images and settings.

${table(
  ["class", "feature", "values", "greatest difference"],
  classes.flatMap((c) =>
    [...new Set(pairs.filter((p) => p.className === c).map((p) => p.feature))].map((feature) => {
      const own = pairs.filter((p) => p.className === c && p.feature === feature);
      return [c, feature, String(own.length), short(worst(own))];
    }),
  ),
)}

## Departures

${
  departures.length === 0
    ? "None beyond the tolerances. What is left comes from PyRadiomics adding 2.2e-16 inside logarithms and divisions (MCC\nmost of all, where a rare pair of levels divides by a product of small probabilities), and from the order of sums.\n\nOne is known and does not show here: where resampling an image of whole numbers gives exactly a whole number, ITK's\nrounding may leave it just below, and it is then cut off to the one before; here it stays what it is."
    : departures.map(({ why }) => `- ${why}`).join("\n")
}
${wrong.length === 0 ? "" : `\nWithout a reason:\n\n${wrong.map((p) => `- ${p.image}, ${p.setting}: ${p.className} ${p.feature}: ${p.ours}, PyRadiomics ${p.theirs}`).join("\n")}\n`}${refused.length === 0 ? "" : `\nRefused by PyRadiomics:\n\n${refused.join("\n")}\n`}
## What the profile does as PyRadiomics does, and the IBSI otherwise

- Bins of a fixed width lie between multiples of the width; the IBSI's begin at the re-segmentation range or the minimum.
- A number of bins: NumPy's edges; where all intensities are equal they lie from half below to half above, so that the
  level is not 1 but the middle bin's.
- Resampling aligns the outer corner of the first voxel (the IBSI: the centres); the mask takes the nearest voxel;
  beyond the image the spline sees its mirror image; images of whole numbers are cut off to whole numbers.
- Re-segmentation cuts the region to the box of what is left, and shape with it.
- Kurtosis is not excess. Axes: the covariance is divided by N.
- Distances beyond 1 take every step of that Chebyshev length (49 pairs at 2); the IBSI 13 directions times the distance.
- GLRLM leaves out directions in which no line holds two voxels, and weights by the distance, not by exp(−d²).
- NGTDM counts voxels without neighbours.
- The mesh has gaps in some ambiguous cells, and its volume then depends on the origin.

## The IBSI profile beside it, on brain1

Both with bins of 25, no interpolation; GLCM and GLRLM averaged over directions, the others in 3D.

${table(
  ["feature", "IBSI", "PyRadiomics profile", "IBSI profile", "relative difference", "why"],
  profiles.map((p) => [
    p.name,
    p.ibsi,
    String(Number(p.pyradiomics.toPrecision(9))),
    String(Number(p.own.toPrecision(9))),
    short(Math.abs(p.own - p.pyradiomics) / Math.abs(p.pyradiomics)),
    p.why,
  ]),
)}
`;
}
