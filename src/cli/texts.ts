import type { Option } from "./arguments.ts";

/** Every option of every command, by name: what it means, once. */
const option = (name: string, value: string | null, help: string, more: Partial<Option> = {}): Option => ({
  name,
  ...(value === null ? {} : { value }),
  help,
  ...more,
});

export const options = {
  image: option(
    "image",
    "DIR|FILE",
    "The image: a folder with DICOM files (searched through), a NIfTI file, or a ZIP of either. May be given several times.",
    { short: "i", many: true },
  ),
  mask: option(
    "mask",
    "FILE",
    "The regions: RTSTRUCT, DICOM SEG, or a NIfTI label map on the image's own grid; a folder of such. May be given several times. Left out: the segmentation that lies with the images.",
    { short: "m", many: true },
  ),
  config: option(
    "config",
    "FILE|PRESET",
    "The settings: a recipe (JSON), a parameter file of PyRadiomics (.yaml, .yml), results of ours (their settings are used again), or a preset. May be given several times: every region is measured with each. Left out: the preset default.",
    { short: "c", many: true },
  ),
  out: option("out", "FILE", "Where results go: FILE.csv or FILE.json; - is standard output.", { short: "o" }),
  format: option("format", "csv|json", "The format where the name of --out does not say it."),
  layout: option(
    "layout",
    "long|wide",
    "CSV only. long (default): a row for each value, with the reason where there is none. wide: a row for each region and a column for each feature.",
  ),
  overwrite: option("overwrite", null, "Replace --out if it is there; without, that is refused."),
  maps: option(
    "out",
    "FILE|DIR",
    "Where maps go: FILE.nii.gz, FILE.nii, FILE.nrrd or FILE.dcm for one map; a folder (made if need be) for one or several. Beside each map lies a JSON of its name with settings and provenance.",
    { short: "o" },
  ),
  mapFormat: option(
    "format",
    "nifti|nrrd|dicom",
    "The format of maps in a folder; nifti where it is left out. dicom is a Parametric Map in the study of its image.",
  ),
  outside: option(
    "outside",
    "NUMBER",
    "What voxels without a value hold in NIfTI and NRRD. Left out: not a number (NaN), because 0 would read as a value. Refused where a voxel has that value. DICOM declares its padding value.",
  ),
  feature: option(
    "feature",
    "ID",
    "The feature: its id (glcm.contrast), its IBSI code (ACUI), or a pattern with * and ? (glcm.*). May be given several times. `radiomica help features` lists them.",
    { short: "f", many: true },
  ),
  radius: option("radius", "N", "The neighbourhood reaches so many voxels to either side, 1 to 5. Left out: 1."),
  twoD: option("2d", null, "The neighbourhood lies in the slice: a square."),
  threeD: option("3d", null, "It is a cube. This is the default where slices form a volume."),
  unmasked: option(
    "unmasked",
    null,
    "Neighbourhoods take in the image around the region; without, voxels of the region alone.",
  ),
  directions: option(
    "directions",
    "merged|averaged",
    "GLCM and GLRLM: one matrix of all directions (merged, the default), or the mean over directions.",
  ),
  filter: option(
    "filter",
    "NAME|JSON",
    'The filter: its name, with its defaults, or JSON as in a recipe: \'{"id": "log", "params": {"sigma": 3}}\'; a parameter given as a list makes a filter for each value. May be given several times. Left out: those of --config.',
    { short: "f", many: true },
  ),
  roi: option(
    "roi",
    "NAME",
    "Measure only this region: its name, its number in the file, or a pattern with * and ?. May be given several times. Left out: every region.",
    { short: "r", many: true },
  ),
  exclude: option("exclude", "NAME", "Leave this region out; as --roi. May be given several times.", { many: true }),
  series: option(
    "series",
    "UID",
    "Take this series only: its UID, or what `info` shows. Needed where a mask fits several.",
    { short: "s" },
  ),
  fraction: option(
    "fraction",
    "SHARE",
    "A voxel of a fractional SEG is inside from this share on, above 0 and up to 1. Left out: 0.5.",
  ),
  suv: option(
    "suv",
    "bw|lbm|lbm-james|bsa|ibw",
    "PET: the SUV to measure: by body weight (bw, the default), lean body mass (lbm: Janmahasatian; lbm-james), body surface (bsa, Du Bois, in cm²/ml) or ideal body weight (ibw).",
  ),
  weight: option(
    "weight",
    "KG",
    "PET: the patient's weight, where the files lack it or have it wrong. The output says that a person supplied it; so with the five that follow.",
  ),
  height: option("height", "CM", "PET: the patient's height."),
  sex: option("sex", "M|F", "PET: the patient's sex."),
  dose: option("dose", "MBQ", "PET: the injected activity, at the time of the injection."),
  halfLife: option("half-life", "S", "PET: the half-life of the nuclide (fluorine-18: 6586.2)."),
  injectionTime: option("injection-time", "HH:MM:SS", "PET: when it was injected, by the scanner's clock."),
  accept: option(
    "accept",
    "CODE",
    "Measure in spite of a doubt that is otherwise a refusal; the refusal names the code. May be given several times.",
    { many: true },
  ),
  threads: option("threads", "N", "Worker threads; left out: one for each core. Values are the same for any number.", {
    short: "t",
  }),
  paths: option("paths", null, "Write the files' paths into the provenance (they may tell who the patient is)."),
  json: option("json", null, "Print JSON instead of text."),
  print: option("print", null, "Print the settings as JSON: a file to start from."),
  // for every command
  log: option("log", "FILE", "Add the log to this file as well, one JSON object a line."),
  quiet: option("quiet", null, "On standard error, errors only.", { short: "q" }),
  help: option("help", null, "Explain the command.", { short: "h" }),
} as const;

export const always: readonly Option[] = [options.log, options.quiet, options.help];

/** Pages of help that belong to no single command; `radiomica help TOPIC`. */
export const topics: Readonly<Record<string, { readonly summary: string; readonly text: string }>> = {
  "exit-codes": {
    summary: "what a script learns from the exit code",
    text: `Exit codes
  0   Done: everything that was asked for is in the output.
  2   Refused: the data, or settings that do not go with them. The same command will be refused again.
  64  The command line or a settings file is wrong.
  70  A fault of the program. Please report it.
  75  Try again: out of memory, a worker crashed, the disk is full, or the command was interrupted.
With any code but 0 no output file is written, and one that was there stays as it was.`,
  },
  formats: {
    summary: "what can be read and written",
    text: `Images
  DICOM    CT, MR, PET and other images, single and multi-frame; uncompressed, RLE, JPEG, JPEG lossless, JPEG-LS,
           JPEG 2000, HTJ2K. Slices are sorted by position; gaps, tilt and uneven steps are found and said.
           PET is converted to SUV by body weight, or to another (--suv); where something is missing for it, it is
           refused with what is missing, and --weight, --dose and so on supply it.
  NIfTI    .nii and .nii.gz; the unit is not known there ("arbitrary").
  ZIP      of either.
Masks
  RTSTRUCT A voxel is inside when its centre is inside an odd number of the region's contours in that slice.
  SEG      Binary, fractional (from 0.5, or --fraction) and label map, on the grid of the image; on another grid nearest pixel, said.
  NIfTI    Every whole number above 0 is a region. The voxels must be those of the image: another grid is refused,
           with both grids in figures; nothing is resampled silently.
Regions may overlap: each is measured whole.
Output
  CSV      RFC 4180, UTF-8. Columns: segment, label, family, feature, ibsi_code, aggregation, aggregation_code, id,
           value, unit, reason, detail, then voxels, modality, UIDs, hashes of image, mask and settings, versions.
           A feature without a value has its reason there: never 0, never NaN.
  JSON     The same with all of the provenance: image files by hash, grid, settings, diagnostics, warnings.
Both are what the app exports, value for value.
Maps (radiomica map, radiomica filter)
  NIfTI, NRRD and DICOM Parametric Map, in single precision, on the grid after interpolation; a JSON beside each.
Regions (radiomica convert)
  SEG, RTSTRUCT, NIfTI and NRRD (with a table of names and colours), voxel for voxel. Contours follow the voxels' edges.
Reports (radiomica report)
  SR       Measurement reports (TID 1500), with all their numbers; float64 where the report has it.`,
  },
  log: {
    summary: "the log on standard error",
    text: `Log
  On a terminal standard error shows sentences and a line of progress. Otherwise, and in --log FILE, every line is a
  JSON object: {"time": ISO 8601, "level": "info"|"warning"|"error", "event": …, "message": …, …}
  Events: start, progress (phase, done, total), series, finding, file_refused, region, recipe, default_recipe,
  accepted, measured, mapped, filtered, extraction, written, done; what ends a command has the level "error" and its exit code.`,
  },
  features: {
    summary: "every feature by its id, with its name and IBSI code",
    text: `The ids name features in results and for radiomica map --feature, where * and ? stand for characters: "glcm.*".`,
  },
  filters: {
    summary: "every image filter of a recipe, its parameters and their defaults",
    text: `In a recipe file: "filter": {"id": "log", "params": {"sigma": 3}}. Parameters that are left out have their default.
Several images with the same settings: "filters": a list of filters, null in it being the image itself. A parameter
given as a list makes a filter for each of its values, with every value of the others:
  "filters": [null, {"id": "log", "params": {"sigma": [1, 2, 3]}}, {"id": "wavelet", "params": {"band": ["LLH", "HHH"]}}]`,
  },
  settings: {
    summary: "every setting of a recipe file, its meaning and its default",
    text: `A recipe file is JSON: one object of settings, or a list of them, each with a "name". What is left out has the
default given here; unknown keys are errors. The settings used stand in full in the output.`,
  },
};
