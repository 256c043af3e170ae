import { load } from "#io/load.ts";
import type { LoadHost, LoadResult, SourceFile } from "#io/series.ts";
import { type Check, checkCopy, checkStored, held, StoredValues, short, watching } from "./checks.ts";
import type { Drop } from "./drops.ts";
import { type Counted, corrections, type Listed, truths } from "./expected.ts";

/** What a drop gave, in words, and how it compares with what other programs found. */
export type Outcome = { readonly lines: readonly string[]; readonly checks: readonly Check[] };

/** Where files come from and what is known of them. Paths are relative to ../shared. */
export type Bench = {
  readonly listed: readonly Listed[];
  readonly counted: readonly Counted[];
  /** The file, or all files under the folder. */
  readonly files: (path: string) => SourceFile[];
  /** The loader's host, as the app makes it. */
  readonly host: LoadHost;
};

const LOSSY = new Set(["50", "51", "53", "55", "81", "91"].map((n) => `1.2.840.10008.1.2.4.${n}`));

/** Drops files on the loader, and judges what comes of it. */
export async function outcomeOf(drop: Drop, bench: Bench): Promise<Outcome> {
  const result = await loadAll(bench, drop.paths);
  return { lines: describe(result), checks: await checksOf(drop, result, bench) };
}

const loadAll = (bench: Bench, paths: readonly string[]) => load(paths.flatMap(bench.files), bench.host);

/** What came of a drop, a line for each series, segmentation and refusal. */
function describe({ series, segmentations, reports = [], refusals }: LoadResult): string[] {
  const images = series.map((s) => {
    const { grid, unit } = s.image;
    const size = grid.dims.join(" × ");
    const step = grid.spacing.map((v) => Number(v.toPrecision(4))).join(" × ");
    const files = new Set(s.slices.map((slice) => slice.path)).size;
    const said = [...new Set(s.findings.filter((f) => f.level !== "info").map((f) => f.code))];
    const name = s.description ? ` “${s.description}”` : "";
    const note = said.length > 0 ? `; says ${said.join(", ")}` : "";
    return `loaded: ${s.modality}${name}, ${s.use}, ${size} voxels of ${step} mm, ${unit} ${s.range.map(short).join("..")}, ${files} file(s)${note}`;
  });
  const regions = segmentations.map((s) => {
    const parts = s.segments.map((segment) => `${segment.name} ${segment.voxels}`);
    const list = parts.length > 12 ? [...parts.slice(0, 12), `and ${parts.length - 12} more`] : parts;
    return `loaded: ${s.kind}, voxels: ${list.join(", ")}`;
  });
  const told = reports.map(
    ({ groups }) => `loaded: measurement report (SR), ${groups.length} group(s) of measurements`,
  );
  const refused = new Map<string, number>();
  for (const { finding, path } of refusals) {
    const verb = finding.level === "info" ? "left aside" : "refused";
    const line = `${verb} (${finding.code}): ${finding.detail.replaceAll(path, "it")}`;
    refused.set(line, (refused.get(line) ?? 0) + 1);
  }
  return [...images, ...regions, ...told, ...[...refused].map(([line, n]) => (n > 1 ? `${n} × ${line}` : line))];
}

async function checksOf(drop: Drop, result: LoadResult, bench: Bench): Promise<Check[]> {
  const mine = bench.listed.filter(
    ({ path }) => `data/${path}` === drop.name || `data/${path}`.startsWith(`${drop.name}/`),
  );
  // 14 of a mosaic's 64 tiles hold no slice: the manifest's mean counts them. Their NIfTI copies judge the slices.
  const known = mine.filter(({ path }) => !path.startsWith("series/mr-siemens-mosaic/image"));
  const checks = [
    ...(await storedValues(known, result, bench)),
    ...regions(result, bench),
    ...(await copies(drop, result, bench)),
  ];
  if (drop.name.startsWith("suv/")) checks.push(...suvOf(drop, result));
  for (const { image, description } of result.series) {
    if (!image.data.every(Number.isFinite)) checks.push(held(false, `${description}: values that are no numbers`));
  }
  return checks;
}

/** Each file by itself against the manifest: the stored values of all its frames. */
async function storedValues(known: readonly Listed[], result: LoadResult, bench: Bench): Promise<Check[]> {
  const checks: Check[] = [];
  for (const { path, stored } of known) {
    const wanted = corrections[path]?.stored ?? stored;
    if (!wanted) continue;
    const seen = new StoredValues();
    const host = { ...bench.host, decode: watching(bench.host.decode, seen) };
    const alone = await load(bench.files(`data/${path}`), host);
    if (alone.series.length === 0) continue; // refused, or a segmentation: judged elsewhere
    const [first] = alone.series;
    const isDicom = !/\.(nii|nii\.gz|nrrd|mha)$/.test(path);
    if (first.findings.some((f) => f.code === "colour") && seen.stored === null) {
      checks.push(held(true, "colour: luminance judged by pydicom in `npm run judge`"));
      continue;
    }
    if (!isDicom) for (const s of alone.series) seen.add(s.image.data);
    const lossy = first.findings.some((f) => f.code === "lossy") && isLossyFile(first.findings);
    checks.push(checkStored(seen.stored, wanted, lossy));
  }
  if (checks.length < 3) return checks;
  // Many files of one series: the sum of them, unless one is wrong.
  const bad = checks.filter((c) => !c.holds);
  if (bad.length > 0) return bad;
  return [held(true, `stored values of ${checks.length} files equal the manifest's (${result.series.length} series)`)];
}

const isLossyFile = (findings: LoadResult["series"][number]["findings"]): boolean =>
  findings.some((f) => f.code === "lossy" && LOSSY.has(String(f.fields.transferSyntax)));

/** Voxels of regions against the counts of objects.csv. */
function regions({ segmentations }: LoadResult, { counted }: Bench): Check[] {
  return segmentations.flatMap((s) => {
    const wanted = counted.filter(({ path }) => s.path === `data/${path}`);
    return wanted.flatMap(({ label, voxels }) => {
      if (!Number.isFinite(voxels)) return [];
      const found = s.segments.filter((segment) => segment.name === label).reduce((n, { voxels: v }) => n + v, 0);
      const fractional = s.findings.some((f) => f.code === "fractional");
      if (fractional) return [];
      return [held(found === voxels, `${label}: ${found} voxels${found === voxels ? "" : ` of ${voxels}`}`)];
    });
  });
}

async function copies(drop: Drop, result: LoadResult, bench: Bench): Promise<Check[]> {
  const truth = truths[drop.name];
  if (!truth) return [];
  const checks: Check[] = [];
  if (truth.image) {
    const copy = await loadAll(bench, [truth.image]);
    if (copy.series.length !== result.series.length) {
      checks.push(held(false, `${result.series.length} volumes, the NIfTI copy has ${copy.series.length}`));
    }
    // IBSI's PET copies were rounded once more when they were written.
    const tolerance = result.series[0]?.modality === "PT" ? 1e-4 : 1e-6;
    copy.series.forEach((c, v) => {
      if (result.series[v]) checks.push(checkCopy(result.series[v], c, tolerance, truth.slicesOff));
    });
  }
  if (truth.mask) {
    const mask = await loadAll(bench, [truth.mask]);
    const wanted = mask.series[0]?.image.data.reduce((n, v) => n + (v > 0 ? 1 : 0), 0);
    const found = result.segmentations.flatMap((s) => s.segments.map((segment) => segment.voxels));
    checks.push(held(found.includes(wanted ?? -1), `NIfTI mask: ${wanted} voxels, ours ${found.join(", ")}`));
  }
  return checks;
}

/** IBSI's reference objects: 0.20, 1.00 and 4.00 in the mask, to two decimals (one stored step for DRO_2_3). */
function suvOf(drop: Drop, { series, segmentations }: LoadResult): Check[] {
  const image = series.find((s) => s.modality === "PT");
  const region = segmentations.find((s) => s.kind === "NIFTI") ?? segmentations[0];
  if (!image || !region) return [held(false, "no PET or no mask")];
  if (image.image.unit !== "SUV") return [held(false, `the unit is ${image.image.unit}`)];
  const { mask } = region.segments[0];
  const inside = image.image.data.filter((_, i) => mask[i] === 1).sort();
  const found = [inside[0], inside[inside.length >> 1], inside[inside.length - 1]];
  const tolerance = drop.name.endsWith("2_3") ? 0.038 : 0.005;
  const holds = [0.2, 1, 4].every((v, i) => Math.abs(found[i] - v) < tolerance);
  return [held(holds, `SUV min ${found[0].toFixed(3)}, median ${found[1].toFixed(3)}, max ${found[2].toFixed(3)}`)];
}
