import type { Grid, Vec3 } from "#engine/grid.ts";
import type { IntensityUnit, Volume } from "#engine/volume.ts";
import type { SegmentProperty } from "./code.ts";
import type { SuvFacts } from "./dicom/suv-facts.ts";
import type { SuppliedValues, SuvInput, SuvRequest, SuvType } from "./dicom/suv-request.ts";
import type { MeasurementReport } from "./measurement-report.ts";
import type { Registration } from "./registration.ts";

/** A file as it reaches us: a drop, a picked folder, an unpacked ZIP, or a path in Node. `path` is for messages. */
export type SourceFile = {
  readonly path: string;
  readonly bytes: () => Promise<Uint8Array>;
  /** Length in bytes where it is known without reading. */
  readonly size: number;
};

/** Where one slice of a series came from; what provenance and DICOM SEG refer to. */
export type SliceSource = {
  readonly path: string;
  /** SHA-256 of the file, hex; "" until it has been hashed. */
  readonly sha256: string;
  readonly sopClassUid: string;
  readonly sopInstanceUid: string;
  /** 1-based frame number for multi-frame objects, else 1. */
  readonly frame: number;
  readonly instanceNumber: number | null;
  /** Patient position (mm, LPS) of the slice's first voxel as its file gives it; needed where steps are uneven. */
  readonly position?: Vec3;
};

/** What the loader has to say about a series or a file. `code` is translated; `detail` is an English sentence. */
export type Finding = {
  readonly level: "info" | "warning" | "error";
  readonly code: FindingCode;
  readonly detail: string;
  /** Numbers and names for the translated sentence. */
  readonly fields: Readonly<Record<string, string | number>>;
};

export type FindingCode =
  // geometry of a series
  | "duplicate_positions"
  | "missing_slice"
  | "uneven_spacing"
  | "mixed_orientation"
  | "gantry_tilt"
  | "single_slice"
  | "no_pixel_spacing"
  | "no_position"
  | "thickness_differs"
  | "mixed_size"
  | "split_series"
  | "four_dimensional"
  | "mosaic"
  // values of a series
  | "lossy"
  | "eight_bit"
  | "burned_in"
  | "derived"
  | "localizer"
  | "interpolated"
  | "colour"
  | "suv_missing"
  | "suv_computed"
  | "suv_supplied"
  | "suv_other"
  | "no_calibration"
  | "padding"
  | "real_world"
  | "modality_lut"
  | "value_cast"
  // files
  | "not_dicom"
  | "truncated"
  | "no_pixel_data"
  | "unknown_transfer_syntax"
  | "unsupported"
  | "absurd_dimensions"
  | "decode_failed"
  | "parse_error"
  | "recovered"
  | "mixed_patients"
  | "other_study"
  | "other_series"
  | "other_grid"
  | "too_large"
  | "duplicate_file"
  | "empty_roi"
  // segmentations
  | "contours_skipped"
  | "contours_off_slices"
  | "contours_overlap"
  | "fractional"
  | "resampled"
  | "archive_limit"
  | "ignored_file";

/** A file that was not loaded, and why. */
export type Refusal = { readonly path: string; readonly finding: Finding };

export type StudyInfo = {
  readonly studyInstanceUid: string;
  readonly patientName: string;
  readonly patientId: string;
  readonly patientBirthDate: string;
  readonly patientSex: string;
  readonly studyDate: string;
  readonly studyTime: string;
  readonly studyDescription: string;
  readonly studyId: string;
  readonly accessionNumber: string;
};

/**
 * A series as the app holds it: voxels in physical units on one grid, and where each slice came from.
 * `use` is the verdict: "volume" may be measured in 3D, "slices" only slice by slice (gaps, uneven steps, one slice).
 */
export type Series = {
  readonly id: string;
  readonly seriesInstanceUid: string;
  readonly frameOfReferenceUid: string;
  readonly study: StudyInfo;
  readonly modality: string;
  readonly description: string;
  readonly number: number | null;
  readonly protocol: string;
  readonly manufacturer: string;
  readonly bodyPart: string;
  readonly use: "volume" | "slices";
  readonly findings: readonly Finding[];
  readonly image: Volume;
  /** Per slice, in the order of the volume's k axis. */
  readonly slices: readonly SliceSource[];
  /** Window centre and width from the header, in the image's unit. */
  readonly windows: readonly { readonly center: number; readonly width: number; readonly name: string }[];
  /** MONOCHROME1: low values are shown bright. The voxels are not inverted. */
  readonly inverted: boolean;
  /** Smallest and greatest voxel value, padding left out. */
  readonly range: readonly [number, number];
  /** How stored values became these: "slope 1, intercept -1000 per slice", "SUVbw from …". English, for provenance. */
  readonly valueChain: string;
  /** PET: which SUV its values are, of what, and what is missing for it. */
  readonly suv?: SuvState;
  /** One volume of a 4D acquisition: which, of how many. */
  readonly phase?: Phase;
};

/** A volume of a 4D acquisition: a time point, a b-value, an echo. */
export type Phase = {
  /** The same for all volumes of the acquisition. */
  readonly of: string;
  /** What tells the volumes apart ("time point", "b-value"), and what it is of this one. */
  readonly by: string;
  readonly value: string;
  /** 0-based, by the value where it is a number. */
  readonly index: number;
  readonly count: number;
};

/** How the values of a PET came about; with it they can be made another SUV, see `withSuv`. */
export type SuvState = {
  readonly facts: SuvFacts;
  readonly request: SuvRequest;
  /** The SUV that the values are; null where they are none. */
  readonly type: SuvType | null;
  /** What a person could supply. */
  readonly missing: readonly SuvInput[];
  /** What a person supplied that went in. */
  readonly supplied: SuppliedValues;
  /** What the stored values of each slice were multiplied with. */
  readonly slopes: readonly number[];
  /** How stored values became what the file means them to be, before SUV. */
  readonly storedChain: string;
};

/** A segmentation that came with the study, already on the grid of the series it belongs to. */
export type ImportedSegmentation = {
  readonly id: string;
  readonly seriesId: string;
  readonly kind: "RTSTRUCT" | "SEG" | "NIFTI" | "NRRD";
  readonly label: string;
  readonly path: string;
  readonly sha256: string;
  readonly findings: readonly Finding[];
  readonly segments: readonly ImportedSegment[];
  /** A share of each voxel is stored: from which on it was taken as inside, and the same at another. */
  readonly fraction?: {
    readonly threshold: number;
    readonly at: (threshold: number) => ImportedSegmentation | Refusal;
  };
};

export type ImportedSegment = {
  readonly name: string;
  /** Its number in the file: ROI number, segment number, value of a label map; null where the file gives none. */
  readonly number: number | null;
  readonly color: readonly [number, number, number] | null;
  /** What it is of, where the file says so. */
  readonly property?: SegmentProperty;
  readonly voxels: number;
  /** 1 inside, on the grid of the series; segments may overlap. */
  readonly mask: Uint8Array;
  /** All its voxels have an index in [from, to); left out where nothing is known, which is all. */
  readonly extent?: readonly [from: number, to: number];
};

export type LoadProgress = {
  readonly phase: "unpacking" | "reading" | "decoding" | "hashing" | "segmentations";
  readonly done: number;
  readonly total: number;
};

/** A slice to look at while a drop is read. Nothing is measured on it: the verdict on its series is still to come. */
export type Preview = {
  readonly columns: number;
  readonly rows: number;
  /** Physical values, rows · columns. */
  readonly values: Float32Array;
  /** From the header; null where it gives none. */
  readonly window: { readonly center: number; readonly width: number } | null;
  /** MONOCHROME1: low values are shown bright. */
  readonly inverted: boolean;
  /** Height of a pixel over its width. */
  readonly aspect: number;
  readonly name: string;
};

/** Everything a drop gave. Nothing is thrown for a bad file: it stands in `refusals`. */
export type LoadResult = {
  readonly series: readonly Series[];
  readonly segmentations: readonly ImportedSegmentation[];
  /** Reports of measurements (SR); left out where there are none. */
  readonly reports?: readonly MeasurementReport[];
  /** How frames of reference lie to each other (REG); left out where there are none. */
  readonly registrations?: readonly Registration[];
  readonly refusals: readonly Refusal[];
};

/** One frame to be decoded: sent to a worker, answered with physical values in `out`. */
export type DecodeJob = {
  readonly transferSyntax: string;
  /** The frame's bytes: raw pixels, or one encapsulated frame's codestream. */
  readonly bytes: Uint8Array;
  readonly rows: number;
  readonly columns: number;
  readonly samplesPerPixel: number;
  readonly photometric: string;
  readonly planarConfiguration: number;
  readonly bitsAllocated: number;
  readonly bitsStored: number;
  readonly highBit: number;
  readonly signed: boolean;
  readonly float: "none" | "float32" | "float64";
  /** value = stored · slope + intercept, in float64, stored as float32. */
  readonly slope: number;
  readonly intercept: number;
  /** Modality LUT instead of slope and intercept: stored value `first + i` becomes `values[i]`, clamped at the ends. */
  readonly lut?: { readonly first: number; readonly values: Float32Array };
  /** PALETTE COLOR: luminance of index `first + i`. */
  readonly palette?: { readonly first: number; readonly values: Float32Array };
};

/** Decodes one frame into `out` (rows · columns values); rejects with a RadiomicaError "Parse" or "Unsupported". */
export type DecodeFrame = (job: DecodeJob, out: Float32Array, signal?: AbortSignal) => Promise<void>;

/** What was found in a volume of a NIfTI, NRRD or MetaImage file while it was read. */
export type VolumeFacts = {
  readonly range: readonly [number, number];
  /** Values that are NaN or infinite. */
  readonly bad: number;
  /** The values that occur, ascending, where all are whole numbers from 0 to 255; else null. */
  readonly whole: readonly number[] | null;
};

/** What `load` needs from its host: memory, decoding threads, hashing. */
export type LoadHost = {
  /** Voxel memory, shared where the host can. */
  readonly allocate: (voxels: number) => Float32Array;
  readonly decode: DecodeFrame;
  /** SHA-256 in hex; without it the host's own crypto is used. */
  readonly hash?: (bytes: Uint8Array) => Promise<string>;
  /** Unpacks a gzip file of at most `left` bytes, beside the page; without it here. */
  readonly gunzip?: (path: string, bytes: Uint8Array, left: number) => Promise<Uint8Array | Refusal>;
  /** Reads the first volumes of a file into `outs`, beside the page; without it here. See `readVolumes`. */
  readonly readVolumes?: (
    path: string,
    bytes: Uint8Array,
    outs: readonly Float32Array[],
  ) => Promise<readonly VolumeFacts[]>;
  /** Frames decoded at the same time; default 4. */
  readonly concurrency?: number;
  /** Most voxels memory, in bytes, that all images of one drop may take; default 4 GB. */
  readonly maxBytes?: number;
  readonly onProgress?: (progress: LoadProgress) => void;
  /** Called with slices to look at while the rest arrives, first before all headers are read; `values` is only lent. */
  readonly onPreview?: (preview: Preview) => void;
  readonly signal?: AbortSignal;
  /** Which SUV a PET is loaded as, and what a person supplies for it; left out: by body weight, from the files alone. */
  readonly suv?: SuvRequest;
  /** Share from which a voxel of a FRACTIONAL segmentation is inside, above 0 and up to 1; default 0.5. */
  readonly fraction?: number;
  /** Series already open: a SEG or RTSTRUCT dropped later finds its image here. */
  readonly openSeries?: readonly Series[];
};

export type { Grid, IntensityUnit };
