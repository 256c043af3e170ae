import { createHash } from "node:crypto";
import { mkdir, rmdir, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import type { Grid } from "#engine/grid.ts";
import type { Series } from "#io/series.ts";
import { sha256 } from "#io/sha256.ts";
import { APP_VERSION } from "#io/version.ts";
import { type MapFormat, type MapRecord, mapFile } from "#io/writers/map-file.ts";
import type { Given } from "./arguments.ts";
import { checkWritable, openOutputs } from "./atomic-file.ts";
import { usageError } from "./exit.ts";
import { realPaths } from "./files.ts";

export const MAP_SCHEMA = "radiomica.map";
/** Raised whenever a field changes its meaning or goes. */
export const MAP_VERSION = 1;

/** Where maps go, as --out and --format say it. */
export type MapTarget = {
  /** The one file; null where maps go into a folder under names of their own. */
  readonly file: string | null;
  readonly folder: string;
  readonly format: MapFormat;
  readonly gzip: boolean;
  readonly outside?: number;
};

const endings: readonly (readonly [string, MapFormat, boolean])[] = [
  [".nii.gz", "nifti", true],
  [".nii", "nifti", false],
  [".nrrd", "nrrd", true],
  [".dcm", "dicom", false],
];
const formats = ["nifti", "nrrd", "dicom"] as const;

/** Reads --out, --format and --outside. Throws a usage error. */
export async function mapTarget(given: Given): Promise<MapTarget> {
  const path = given.one("out");
  if (path === undefined) throw usageError("--out is missing: --out FILE.nii.gz, FILE.nrrd or FILE.dcm, or a folder");
  if (path === "-") throw usageError("--out: maps are written into files, not to standard output.");
  const asked = given.one("format");
  const format = formats.find((f) => f === asked);
  if (asked !== undefined && format === undefined) {
    throw usageError(`--format is nifti, nrrd or dicom; it is "${asked}".`);
  }
  const outside = outsideOf(given, format);
  const there = await stat(path).catch(() => null);
  const ending = endings.find(([name]) => path.toLowerCase().endsWith(name));
  if (there?.isDirectory() || path.endsWith("/") || ending === undefined) {
    if (there && !there.isDirectory()) throw usageError(`--out: "${path}" is a file, and its name ends in no format.`);
    if (ending === undefined && !there && !path.endsWith("/") && /\.[A-Za-z]\w{0,4}$/.test(basename(path))) {
      const known = endings.map(([name]) => name).join(", ");
      throw usageError(`--out: the name "${path}" ends in none of ${known}; a new folder's name ends in /.`);
    }
    const folder = path.replace(/(?<=.)\/+$/, "");
    if (!there) await checkWritable(folder, true);
    return { file: null, folder, format: format ?? "nifti", gzip: true, ...outside };
  }
  const [name, own, gzip] = ending;
  if (format !== undefined && format !== own) throw usageError(`--out ends in ${name}, but --format is ${format}.`);
  await checkWritable(path, given.has("overwrite"));
  await checkWritable(besideOf(path), given.has("overwrite"));
  const inputs = await realPaths(["image", "mask", "config"].flatMap((option) => given.all(option)));
  const [real] = await realPaths([path]);
  if (real !== undefined && inputs.has(real)) throw usageError(`--out: "${path}" is one of the inputs.`);
  return { file: path, folder: dirname(path), format: own, gzip, ...outsideOf(given, own) };
}

function outsideOf(given: Given, format: MapFormat | undefined): { outside?: number } {
  const text = given.one("outside");
  if (text === undefined) return {};
  const outside = Number(text);
  if (text.trim() === "" || !Number.isFinite(Math.fround(outside))) {
    throw usageError(`--outside is a number; it is "${text}".`);
  }
  if (format === "dicom") throw usageError("--outside belongs to NIfTI and NRRD; DICOM declares its padding value.");
  return { outside };
}

/** The JSON beside a map. */
export const besideOf = (path: string): string => {
  const ending = endings.find(([name]) => path.toLowerCase().endsWith(name))?.[0] ?? "";
  return `${path.slice(0, path.length - ending.length)}.json`;
};

/**
 * The path of each map: the one file, or names in the folder made of the parts that tell maps apart. Throws a usage
 * error where one file is named for several maps, or a file is there already.
 */
export async function mapPaths(
  target: MapTarget,
  names: readonly (readonly string[])[],
  overwrite: boolean,
): Promise<string[]> {
  if (target.file !== null) {
    if (names.length === 1) return [target.file];
    throw usageError(`--out names one file, but there are ${names.length} maps to write: give a folder.`);
  }
  const ending = endings.find(([, format]) => format === target.format)?.[0] ?? "";
  const seen = new Map<string, number>();
  const paths = names.map((parts) => {
    const plain = parts.map((part) => part.normalize("NFC").replaceAll(/[^\p{L}\p{N}.+-]+/gu, "-")).join("_");
    const safe = plain.replace(/^[.-]+/, "") || "map";
    const n = (seen.get(safe) ?? 0) + 1;
    seen.set(safe, n);
    return join(target.folder, `${n === 1 ? safe : `${safe}-${n}`}${ending}`);
  });
  if (await stat(target.folder).catch(() => null)) {
    for (const path of paths.flatMap((p) => [p, besideOf(p)])) await checkWritable(path, overwrite);
  }
  return paths;
}

/** A map with what its JSON says of it. */
export type MapToWrite = {
  readonly path: string;
  readonly series: Series;
  readonly map: MapRecord;
  readonly about: Readonly<Record<string, unknown>>;
};

export type MapWriter = {
  /** Writes a map and its JSON under temporary names. Answers the map's bytes. */
  readonly add: (one: MapToWrite) => Promise<number>;
  /** Makes all of them appear. */
  readonly commit: () => Promise<void>;
  readonly discard: () => Promise<void>;
};

/** Maps that appear together, whole, or not at all. Makes the folder if need be. */
export async function openMaps(
  target: MapTarget,
  how: { readonly overwrite: boolean; readonly signal: AbortSignal; readonly now: Date },
): Promise<MapWriter> {
  const made = await mkdir(target.folder).then(
    () => true,
    () => false,
  );
  const outputs = openOutputs(how);
  let done = false;
  return {
    async add({ path, series, map, about }) {
      const { format, gzip, outside } = target;
      const head = {
        schema: MAP_SCHEMA,
        version: MAP_VERSION,
        created: how.now.toISOString(),
        file: basename(path),
        format,
        name: map.name,
        unit: map.unit,
        derivation: map.derivation,
        outside: format === "dicom" ? "FloatPixelPaddingValue" : (outside ?? "NaN"),
        grid: gridRecord(map.grid),
        ...about,
      };
      const uid = uidsFrom(JSON.stringify(head));
      const content = mapFile(series, map, format, { now: how.now, appVersion: APP_VERSION, gzip, outside, uid });
      await outputs.add(path, content);
      const beside = { ...head, sha256: await sha256(content) };
      await outputs.add(besideOf(path), `${JSON.stringify(beside, null, 2)}\n`);
      return content.length;
    },
    async commit() {
      await outputs.commit();
      done = true;
    },
    async discard() {
      await outputs.discard();
      if (made && !done) await rmdir(target.folder).catch(() => {});
    },
  };
}

const gridRecord = ({ dims, spacing, origin, direction }: Grid) => ({ dims, spacing, origin, direction });

/** UIDs by what the map is made of and when, so that a fixed time gives the same file: 2.25 and a UUID (version 8). */
function uidsFrom(seed: string): () => string {
  let n = 0;
  return () => {
    const hex = createHash("sha256").update(`${seed} ${n++}`).digest("hex").slice(0, 32);
    return `2.25.${BigInt(`0x${hex.slice(0, 12)}8${hex.slice(13, 16)}8${hex.slice(17)}`)}`;
  };
}
