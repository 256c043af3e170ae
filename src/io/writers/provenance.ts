import { RadiomicaError } from "#engine/errors.ts";
import type { Grid } from "#engine/grid.ts";
import { ENGINE_VERSION, IBSI_1 } from "#engine/ibsi.ts";
import { filterLabel } from "#engine/plan/extract-bank.ts";
import type { Extraction } from "#engine/plan/extraction.ts";
import type { Profile, Recipe } from "#engine/recipe.ts";
import type { IntensityUnit, Labels } from "#engine/volume.ts";
import type { SuppliedValues, SuvType } from "../dicom/suv-request.ts";
import type { Series } from "../series.ts";
import { sha256 } from "../sha256.ts";

/**
 * Where numbers come from: enough to find the very images, region and settings again and to compute them anew.
 * No name, birth date or other patient attribute, and no path unless it was asked for (folders are named after people).
 */
export type Provenance = {
  /** ISO 8601, UTC. */
  readonly created: string;
  readonly software: { readonly name: "Radiomica"; readonly version: string; readonly engine: string };
  /** The manual the features follow; "IBSI": as it prescribes, without departures of other programs. */
  readonly standard: {
    readonly name: string;
    readonly version: string;
    readonly source: string;
    readonly profile: Profile;
  };
  readonly image: {
    readonly studyInstanceUid: string;
    readonly seriesInstanceUid: string;
    readonly frameOfReferenceUid: string;
    readonly modality: string;
    readonly manufacturer: string;
    readonly unit: IntensityUnit;
    /** How stored values became these. */
    readonly valueChain: string;
    /** PET that is SUV: which, and what a person supplied that went in; left out for other images. */
    readonly suv?: { readonly type: SuvType; readonly suppliedByPerson: SuppliedValues };
    readonly use: "volume" | "slices";
    readonly grid: Grid;
    readonly files: readonly FileRecord[];
    /** See `combinedHash`; null where a file has not been hashed. */
    readonly sha256: string | null;
    readonly findings: readonly FindingRecord[];
  };
  readonly region: {
    readonly name: string;
    readonly label: number;
    readonly voxels: number;
    /** See `maskHash`. */
    readonly sha256: string;
    /** Where the region came from, such as the SOP instance UID of an RTSTRUCT; "" when it was drawn here. */
    readonly source: string;
    /** What a person wrote of it; left out where nothing was. */
    readonly note?: string;
    /** What the reader of an imported region had to say of it; left out where there is nothing. */
    readonly findings?: readonly FindingRecord[];
  };
  readonly recipe: Recipe;
  /** What the settings are called where several are used side by side; left out where they have no name. */
  readonly recipeName?: string;
  /** See `recipeHash`. */
  readonly recipeSha256: string;
};

export type FindingRecord = { readonly level: string; readonly code: string; readonly detail: string };

export type FileRecord = {
  readonly sopInstanceUid: string;
  readonly sha256: string;
  readonly path?: string;
};

/** A region with its numbers and where they come from: a row of every export. */
export type MeasuredSegment = {
  readonly provenance: Provenance;
  readonly extraction: Extraction;
  /** The filter's label in its bank, where it differs from the one of `recipe.filter` ("…-2" for the second of a kind). */
  readonly filter?: string;
};

/** The name of the image that was measured: a filter's label, or "original". */
export const imageLabel = ({ filter, extraction }: MeasuredSegment): string =>
  filter ?? filterLabel(extraction.recipe.filter);

export type ProvenanceInput = {
  readonly series: Series;
  /** The label map as it was measured: take this record together with the extraction, not at export. */
  readonly labels: Labels;
  readonly label: number;
  readonly name: string;
  readonly recipe: Recipe;
  readonly now: Date;
  readonly appVersion: string;
  readonly source?: string;
  readonly note?: string;
  readonly regionFindings?: readonly FindingRecord[];
  readonly recipeName?: string;
  /** Write the files' paths too; they may tell who the patient is. */
  readonly includePaths?: boolean;
};

/** Gathers the provenance of one region. Throws "GridMismatch" when the label map is not of the series' size. */
export async function provenanceOf(input: ProvenanceInput): Promise<Provenance> {
  const { series, labels, label } = input;
  const { grid } = series.image;
  const { bytes, voxels } = maskBytes(grid, labels, label);
  return {
    created: input.now.toISOString(),
    software: { name: "Radiomica", version: input.appVersion, engine: ENGINE_VERSION },
    standard: { ...IBSI_1, profile: input.recipe.profile ?? "IBSI" },
    image: await imageProvenance(series, input.includePaths),
    region: {
      name: input.name,
      label,
      voxels,
      sha256: await sha256(bytes),
      source: input.source ?? "",
      ...(input.note ? { note: input.note } : {}),
      ...(input.regionFindings?.length ? { findings: input.regionFindings.map(findingRecord) } : {}),
    },
    recipe: input.recipe,
    ...(input.recipeName ? { recipeName: input.recipeName } : {}),
    recipeSha256: await recipeHash(input.recipe),
  };
}

/** Which image it was, by UIDs and hashes, and how its values came about. */
export async function imageProvenance(series: Series, includePaths = false): Promise<Provenance["image"]> {
  const files = fileRecords(series, includePaths);
  return {
    studyInstanceUid: series.study.studyInstanceUid,
    seriesInstanceUid: series.seriesInstanceUid,
    frameOfReferenceUid: series.frameOfReferenceUid,
    modality: series.modality,
    manufacturer: series.manufacturer,
    unit: series.image.unit,
    valueChain: series.valueChain,
    ...suvProvenance(series),
    use: series.use,
    grid: series.image.grid,
    files,
    sha256: await combinedHash(files),
    findings: series.findings.map(findingRecord),
  };
}

const suvProvenance = ({ suv }: Series): Pick<Provenance["image"], "suv"> =>
  suv?.type ? { suv: { type: suv.type, suppliedByPerson: suv.supplied } } : {};

const findingRecord = ({ level, code, detail }: FindingRecord): FindingRecord => ({ level, code, detail });

/** The files of a series, each once, in the order of its slices. */
function fileRecords(series: Series, includePaths: boolean): FileRecord[] {
  const once = new Map(series.slices.map((s) => [`${s.path} ${s.sopInstanceUid}`, s]));
  return Array.from(once.values(), ({ path, sopInstanceUid, sha256: hash }) => ({
    sopInstanceUid,
    sha256: hash,
    ...(includePaths ? { path } : {}),
  }));
}

/**
 * One hash for all files: SHA-256 of their hashes in hex, in order, each followed by a line feed (what
 * `sha256sum FILES | cut -c1-64 | sha256sum` prints). Null where a file has no hash.
 */
export async function combinedHash(files: readonly { readonly sha256: string }[]): Promise<string | null> {
  if (files.length === 0 || files.some((f) => !f.sha256)) return null;
  return sha256(files.map((f) => `${f.sha256}\n`).join(""));
}

/** SHA-256 of the recipe as JSON without blanks, its keys in code point order at every level. */
export const recipeHash = (recipe: Recipe): Promise<string> => sha256(canonical(recipe));

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const fields = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${fields.map(([key, v]) => `${JSON.stringify(key)}:${canonical(v)}`).join(",")}}`;
}

/**
 * Identity of a region, whatever number or name it bears: SHA-256 of
 * 1. the 17 ASCII bytes "radiomica-mask/1\n";
 * 2. the grid as 18 little-endian float64: dims (3), spacing (3), origin (3), direction (9);
 * 3. one byte a voxel, x fastest: 1 inside, 0 outside.
 */
export const maskHash = (grid: Grid, labels: Labels, label: number): Promise<string> =>
  sha256(maskBytes(grid, labels, label).bytes);

function maskBytes(grid: Grid, labels: Labels, label: number): { bytes: Uint8Array; voxels: number } {
  const size = grid.dims[0] * grid.dims[1] * grid.dims[2];
  if (labels.length !== size) {
    throw new RadiomicaError("GridMismatch", `The label map has ${labels.length} voxels, its image ${size}`, {
      expected: size,
      found: labels.length,
    });
  }
  const head = new TextEncoder().encode("radiomica-mask/1\n");
  const numbers = [...grid.dims, ...grid.spacing, ...grid.origin, ...grid.direction];
  const start = head.length + 8 * numbers.length;
  const bytes = new Uint8Array(start + size);
  bytes.set(head);
  const view = new DataView(bytes.buffer, head.length);
  for (let n = 0; n < numbers.length; n++) view.setFloat64(8 * n, numbers[n], true);
  let voxels = 0;
  for (let v = 0; v < size; v++) {
    if (labels[v] !== label) continue;
    bytes[start + v] = 1;
    voxels++;
  }
  return { bytes, voxels };
}
