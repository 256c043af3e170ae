import { type Departure, departures } from "./mirp-departures.ts";
import { cases, configurations } from "./mirp-jobs.ts";

/** One feature of one case and configuration, by both. A word stands where there is no number. */
export type Comparison = {
  readonly job: string;
  readonly configuration: string;
  readonly ivh: "none" | "FBS" | "FBN";
  readonly family: string;
  readonly tag: string;
  readonly aggregation: string | null;
  readonly ours: number | string;
  readonly theirs: number | string;
};

const LIMIT = 1e-5;
const NOTHING = 1e-10;
/** These cross 0, where a relative difference says nothing: compared as if they were at least as large as this. */
const size: Readonly<Record<string, number>> = {
  stat_skew: 1,
  stat_kurt: 3,
  ih_skew: 1,
  ih_kurt: 3,
  morph_com: 1,
};

/** Relative difference; 0 where both have no number, infinite where only one has. */
export function difference({ tag, ours, theirs }: Comparison): number {
  if (typeof ours !== "number" || typeof theirs !== "number") {
    return typeof ours === typeof theirs && theirs !== "missing" ? 0 : Number.POSITIVE_INFINITY;
  }
  const off = Math.abs(ours - theirs);
  return off <= NOTHING ? 0 : off / Math.max(Math.abs(ours), Math.abs(theirs), size[tag] ?? 0);
}

const explains = (d: Departure, c: Comparison): boolean =>
  (d.tags?.includes(c.tag) ?? true) && difference(c) <= d.limit && (d.where?.(c) ?? true);

/** The features in a few words. */
function namesOf(of: readonly Comparison[]): string {
  const tags = [...new Set(of.map((c) => c.tag))];
  return tags.length <= 16
    ? tags.join(", ")
    : `${tags.length} features of ${[...new Set(of.map((c) => c.job))].join(", ")}`;
}

const scientific = (x: number): string => (x === 0 ? "0" : x.toExponential(1));

/** The page for docs, and the differences without a reason. */
export function report(
  compared: readonly Comparison[],
  { python, ...versions }: Readonly<Record<string, string>>,
): { text: string; unexplained: string[] } {
  const near = compared.filter((c) => difference(c) <= LIMIT);
  const far = compared.filter((c) => difference(c) > LIMIT);
  const unexplained = far.filter((c) => !departures.some((d) => explains(d, c)));
  const families = [...new Set(compared.map((c) => c.family))];
  const worst = (of: readonly Comparison[]) => of.reduce((most, c) => Math.max(most, difference(c)), 0);
  const cell = (family: string, configuration: string): string => {
    const of = compared.filter((c) => c.family === family && c.configuration === configuration);
    const within = of.filter((c) => difference(c) <= LIMIT);
    return of.length === 0 ? "–" : `${scientific(worst(within))} (${within.length}/${of.length})`;
  };
  const ids = configurations.map(({ id }) => id);
  const reasonOf = (c: Comparison) => departures.find((d) => explains(d, c));
  const used = departures
    .map((d) => ({ d, of: far.filter((c) => reasonOf(c) === d) }))
    .filter(({ of }) => of.length > 0);
  const text = `# Compared with MIRP

Written by \`npm run peers:mirp\`, which installs the published MIRP into a throw-away environment, runs both over the same
files and fails where a difference has no reason below. It takes about half an hour, nearly all of it MIRP's.

Versions: ${Object.entries(versions)
    .map(([name, version]) => `${name} ${version}`)
    .join(", ")}; Python ${python}. MIRP without approximations (\`no_approximation\`) and without anti-aliasing.

Two values agree where they differ by at most ${scientific(LIMIT)} of the larger one. Skewness, kurtosis and centre of mass shift
cross 0: they are taken as at least 1, 3 and 1 mm large. Differences of at most ${scientific(NOTHING)} are none.

**${compared.length} values: ${near.length} agree, ${far.length - unexplained.length} differ for a reason below, ${unexplained.length} without one.**

## Cases

Soft-tissue sarcomas of the IBSI's validation set (TCIA Soft-tissue-Sarcoma, CC BY 3.0): ${cases.map((c) => c.name).join(", ")}.

## Configurations

| | processing |
|---|---|
${configurations.map(({ id, about }) => `| ${id} | ${about} |`).join("\n")}

A, C, D, E and F: all six aggregations. B: the four within slices (MIRP gives no others where slices are treated apart). F
is for GLCM and NGLDM alone: MIRP's NGTDM knows distance 1 only, and neither weights distances.

## Largest relative difference of the values that agree, and how many do

| family | ${ids.join(" | ")} |
|---|${ids.map(() => "---").join("|")}|
${families.map((family) => `| ${family} | ${ids.map((id) => cell(family, id)).join(" | ")} |`).join("\n")}

## Departures

| features | values | largest difference | reason |
|---|---|---|---|
${used.map(({ d, of }) => `| ${namesOf(of)} | ${of.length} | ${scientific(worst(of))} | ${d.reason} |`).join("\n")}

Differences that this comparison found in *our* engine, where MIRP followed the manual: outliers were told from what the
range had left, not from the region; GLCM at distances above 1 took every vector of that length, not the 4 or 13 times the
distance; and where the manual sets a value (NGTDM of a single level, skewness and kurtosis of a flat region, the IVH's area
for a single intensity) we gave a reason. They are mended, each with a test.

MIRP interpolates in single precision (\`float32\` in, \`float32\` out), ours in double: that is most of what is left above.
`;
  return {
    text,
    unexplained: unexplained.map(
      (c) => `${c.job} ${c.tag} ${c.aggregation}: ours ${c.ours}, MIRP ${c.theirs} (${scientific(difference(c))})`,
    ),
  };
}
