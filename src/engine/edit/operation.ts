import type { Vec3 } from "../grid.ts";

/** Something that an operation asks for. Forms, first values and checks are made from it. */
export type Option =
  | {
      readonly kind: "number";
      readonly unit: "mm" | "mm3" | "percent" | "intensity" | "1";
      readonly min: number;
      readonly max: number;
      /** "low", "high": the image's least and greatest value. */
      readonly initial: number | "low" | "high";
    }
  | { readonly kind: "choice"; readonly of: readonly string[]; readonly initial: string }
  /** The label of another segment. */
  | { readonly kind: "segment" };

export type Options = Readonly<Record<string, Option>>;
export type Values = Readonly<Record<string, number | string>>;
type ValueOf<O> = O extends { kind: "choice"; of: readonly (infer Choice)[] } ? Choice : number;
type ValuesOf<T extends Options> = { readonly [K in keyof T]: ValueOf<T[K]> };

/** The part of a label map that an operation sees: a box, x fastest. */
export type Region = {
  readonly dims: Vec3;
  readonly spacing: Vec3;
  /** Voxel of the image where the box begins, and the image's size. */
  readonly offset: Vec3;
  readonly image: Vec3;
  /** 1 in the segment. */
  readonly mask: Uint8Array;
  /** 1 in the other segment, where one is asked for. */
  readonly other: Uint8Array;
  /** Intensities of the box; empty unless the operation reads them. */
  readonly intensities: Float32Array;
  /** Of the other segment's intensities, where both are asked for: number, mean, standard deviation (n − 1). */
  readonly reference: { readonly count: number; readonly mean: number; readonly deviation: number } | null;
  /** The slice in view, in voxels of the box (may lie beside it). */
  readonly plane: { readonly axis: 0 | 1 | 2; readonly slice: number } | null;
};

/** Why nothing is done. */
export type EditRefusal = { readonly refused: RefusalReason };
export type RefusalReason =
  | "no_segment"
  | "empty_segment"
  | "locked"
  | "no_other"
  | "other_empty"
  | "other_locked"
  | "bad_value"
  | "range_reversed"
  | "not_positive"
  | "too_few_voxels"
  | "no_plane"
  | "no_outside"
  | "interrupted"
  | "cancelled"
  | "too_large"
  | "too_many"
  | "no_label"
  | "one_island"
  | "nothing_left"
  | "unchanged"
  | "taken";
export const refuse = (refused: RefusalReason): EditRefusal => ({ refused });
export const isRefusal = (value: object): value is EditRefusal => "refused" in value;

/** The segment as it shall be: 1 inside; 2, 3, … are segments of their own. */
export type Outcome = {
  readonly mask: Uint8Array;
  /** The intensity that decided, where one was computed. */
  readonly threshold?: number;
};

export type OperationGroup = "shape" | "islands" | "cut" | "intensity" | "segments" | "pet";

type Spec<T extends Options> = {
  readonly id: string;
  /** Where menus show it; "pet" for SUV images only. */
  readonly group: OperationGroup;
  readonly options: T;
  /** How far beyond the segment's box it can reach, mm. "image": everywhere. "other": as far as the other segment. */
  readonly reach?: ((values: ValuesOf<T>) => number) | "image" | "other";
  /** It takes voxels from the other segment. */
  readonly takes?: boolean;
  /** It looks at intensities. */
  readonly reads?: boolean;
  /** It may begin with an empty segment. */
  readonly begins?: boolean;
  readonly apply: (region: Region, values: ValuesOf<T>) => Outcome | EditRefusal;
};

/** An operation on a segment, as the registry holds it. */
export type Operation = Omit<Spec<Options>, "reach" | "apply"> & {
  readonly reach: ((values: Values) => number) | "image" | "other";
  readonly apply: (region: Region, values: Values) => Outcome | EditRefusal;
};

/** Makes an operation of its record; inside, option values have the types of their options. */
export function operation<const T extends Options, const Id extends string>(
  spec: Spec<T> & { readonly id: Id },
): Operation & { readonly id: Id } {
  return { reach: () => 0, ...spec } as unknown as Operation & { readonly id: Id };
}

/** First values of an operation's options. `range`: the image's least and greatest value. */
export function initialValues({ options }: Pick<Operation, "options">, range: readonly [number, number]): Values {
  const first = (option: Option) => {
    if (option.kind === "segment") return 0;
    if (option.kind === "choice" || typeof option.initial === "number") return option.initial;
    return option.initial === "low" ? range[0] : range[1];
  };
  return Object.fromEntries(Object.entries(options).map(([name, option]) => [name, first(option)]));
}

/** Whether every option has a value of its kind within its limits. */
export function acceptsValues({ options }: Pick<Operation, "options">, values: Values): boolean {
  return Object.entries(options).every(([name, option]) => {
    const value = values[name];
    if (option.kind === "choice") return option.of.includes(value as string);
    if (typeof value !== "number" || !Number.isFinite(value)) return false;
    return option.kind === "segment" || (value >= option.min && value <= option.max);
  });
}
