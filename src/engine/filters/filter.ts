import type { Vec3 } from "../grid.ts";

/** The ids of filters, in the manual's order, then those outside it. */
export type FilterId =
  | "mean"
  | "gaussian"
  | "log"
  | "laws"
  | "gabor"
  | "wavelet"
  | "simoncelli"
  | "riesz_log"
  | "riesz_simoncelli"
  | "square"
  | "square_root"
  | "logarithm"
  | "exponential"
  | "gradient"
  | "lbp_2d"
  | "lbp_3d";

/** A filter and its parameters, plain JSON. `params` obeys the schema of the filter's record; defaults may be omitted. */
export type FilterSettings = {
  readonly id: FilterId;
  readonly params: Readonly<Record<string, number | string | boolean>>;
};

/** What lies beyond the image. IBSI-2 §2 (GBYQ): zero (Z3VE), nearest (SIJG), periodic (Z7YO), mirror (ZDTV, edge repeated). */
export type Boundary = "zero" | "nearest" | "periodic" | "mirror";

/** How the responses of several orientations become one. IBSI-2 §2.3. */
export type Pooling = "mean" | "max" | "min";

/** Called between pieces of work with the part done, 0..1. It throws when the caller wants no more. */
export type Pulse = (done: number) => void;

/** One parameter of a filter: forms, command line, validation and help are derived from it. */
export type FilterParam = {
  readonly id: string;
  readonly label: { readonly en: string; readonly it: string };
  readonly help?: { readonly en: string; readonly it: string };
} & (
  | {
      readonly kind: "number";
      /** "mm", "voxels", "degrees" or "1". */
      readonly unit: string;
      readonly integer: boolean;
      readonly min: number;
      readonly max: number;
      readonly default: number;
    }
  | { readonly kind: "choice"; readonly options: readonly string[]; readonly default: string }
  /** A text in a small grammar, such as "L5E5E5" or "1,0,0"; `pattern` is the grammar. */
  | { readonly kind: "text"; readonly pattern: string; readonly default: string }
  | { readonly kind: "switch"; readonly default: boolean }
);

/** The image a filter works on: intensities in double precision, x fastest; spacing in mm. */
export type FilterImage = { readonly dims: Vec3; readonly spacing: Vec3; readonly data: Float64Array };

/** Complete parameters: every id of the schema has a value of its kind. */
export type FilterParams = Readonly<Record<string, number | string | boolean>>;

/** Why a filter cannot be applied to this image: a sentence with the numbers in it. `param` is the one at fault. */
export type FilterProblem = { readonly code: FilterProblemCode; readonly param: string; readonly detail: string };
export type FilterProblemCode =
  | "unknown_filter"
  | "unknown_param"
  | "param_outside"
  | "kernel_larger_than_image"
  | "sigma_too_small"
  | "level_too_deep"
  | "too_much_memory";

/** An image filter: its definition, its parameters and its code. */
export type Filter = {
  readonly id: FilterId;
  readonly name: string;
  /** IBSI-2 code; null outside the standard (then `source` says where from). */
  readonly ibsi: string | null;
  /** Section of the IBSI-2 manual; "" outside it. */
  readonly section: string;
  readonly source?: string;
  readonly tex: string;
  readonly about: { readonly en: string; readonly it: string };
  readonly note?: string;
  readonly params: readonly FilterParam[];
  /** What the schema cannot say: kernel against image, level against extent. `dims` are those of the whole image. */
  readonly problem: (params: FilterParams, image: Pick<FilterImage, "dims" | "spacing">) => FilterProblem | null;
  /**
   * How many voxels around a voxel its response depends on, along x, y, z; null: on the whole image (Fourier filters,
   * periodic boundary). A response computed on a box with this halo, cut at the image's border, is the whole image's.
   */
  readonly halo: (params: FilterParams, spacing: Vec3) => Vec3 | null;
  /**
   * Where `halo` is null for the image's border alone (a short kernel, periodic boundary): how far the kernel reads. On
   * a box with so many voxels on every side, all in the image, the response in its middle is the whole image's.
   */
  readonly reach?: (params: FilterParams, spacing: Vec3) => Vec3;
  /** Bytes of scratch and result that `apply` takes for an image of `voxels` (`dims`, where known), for the check before anything is taken. */
  readonly bytes: (params: FilterParams, voxels: number, dims?: Vec3) => number;
  /** True when the response keeps the image's unit (mean, Gaussian …). */
  readonly keepsUnit: boolean;
  /** The column prefix the field uses, such as "log-sigma-3-0-mm-3D" or "wavelet-LLH". */
  readonly label: (params: FilterParams) => string;
  /** The response, of the image's size. The image is left as it is. */
  readonly apply: (image: FilterImage, params: FilterParams, pulse?: Pulse) => Float64Array;
  /** Of a filter whose settings can share work (the bands of a wavelet). */
  readonly together?: {
    /** Settings with one key can be computed together. */
    readonly key: (params: FilterParams) => string;
    /**
     * Their responses, each to the bits of `apply`; `emit` is given the n-th as soon as it is complete. Takes at most
     * a response for each beside what `bytes` says for one.
     */
    readonly apply: (
      image: FilterImage,
      params: readonly FilterParams[],
      emit: (n: number, response: Float64Array) => void,
      pulse?: Pulse,
    ) => void;
  };
};
