import { secondsOfDay } from "./date-time.ts";

/** Which SUV: over body weight, lean body mass (by Janmahasatian or by James), body surface, or ideal body weight. */
export type SuvType = "BW" | "LBMJANMA" | "LBMJAMES128" | "BSA" | "IBW";

export const suvTypes = ["BW", "LBMJANMA", "LBMJAMES128", "BSA", "IBW"] as const satisfies readonly SuvType[];

/** What a person says that the files do not, or not rightly; each goes before what a file says. */
export type SuppliedValues = {
  /** kg. */
  readonly weight?: number;
  /** cm. */
  readonly height?: number;
  readonly sex?: "M" | "F";
  /** Injected activity, MBq. */
  readonly dose?: number;
  /** s. */
  readonly halfLife?: number;
  /** Time of day of the injection, HH:MM or HH:MM:SS, by the scanner's clock. */
  readonly injectionTime?: string;
};

/** Which SUV is asked for, and what a person supplies for it. */
export type SuvRequest = { readonly type: SuvType; readonly supplied: SuppliedValues };

export type SuvInput = keyof SuppliedValues;

export const suvAsFiled: SuvRequest = { type: "BW", supplied: {} };

/** Bounds outside which a value is taken for a mistake: both ends inclusive, in the units of `SuppliedValues`. */
export const suvBounds = {
  weight: [0.3, 700],
  height: [20, 300],
  dose: [0.01, 100_000],
  halfLife: [1, 1e8],
} as const;

/** The supplied values that cannot be meant, by name; none: an empty list. */
export function suvProblems(supplied: SuppliedValues): SuvInput[] {
  const { sex, injectionTime } = supplied;
  const outside = (["weight", "height", "dose", "halfLife"] as const).filter((name) => {
    const value = supplied[name];
    return value !== undefined && !(value >= suvBounds[name][0] && value <= suvBounds[name][1]);
  });
  const badSex = sex !== undefined && sex !== "M" && sex !== "F";
  const badTime = injectionTime !== undefined && secondsOfDay(injectionTime.replaceAll(":", "")) === undefined;
  return [...outside, ...(badSex ? (["sex"] as const) : []), ...(badTime ? (["injectionTime"] as const) : [])];
}
