import {
  type SuppliedValues,
  type SuvInput,
  type SuvRequest,
  type SuvType,
  suvBounds,
  suvProblems,
} from "#io/dicom/suv-request.ts";
import type { Given } from "./arguments.ts";
import { usageError } from "./exit.ts";
import { options } from "./texts.ts";

/** What `--suv` may name. Lean body mass is that of Janmahasatian unless James is asked for. */
const types: Readonly<Record<string, SuvType>> = {
  bw: "BW",
  lbm: "LBMJANMA",
  "lbm-james": "LBMJAMES128",
  bsa: "BSA",
  ibw: "IBW",
};

/** The options of every command that reads a PET. */
export const suvOptions = [
  options.suv,
  options.weight,
  options.height,
  options.sex,
  options.dose,
  options.halfLife,
  options.injectionTime,
] as const;

const names: Readonly<Record<SuvInput, string>> = {
  weight: "--weight",
  height: "--height",
  sex: "--sex",
  dose: "--dose",
  halfLife: "--half-life",
  injectionTime: "--injection-time",
};

/** "--weight KG": how a missing value is given. */
export function suvOptionOf(input: SuvInput): string {
  const name = names[input];
  return `${name} ${suvOptions.find((o) => `--${o.name}` === name)?.value ?? ""}`;
}

/** What `--suv` and the values beside it ask for; undefined where none is given. Throws a usage error. */
export function suvRequestOf(given: Given): SuvRequest | undefined {
  const word = given.one("suv");
  const type = word === undefined ? "BW" : types[word.toLowerCase()];
  if (type === undefined) {
    throw usageError(`--suv is one of ${Object.keys(types).join(", ")}; it is "${word}".`);
  }
  const number = (option: string): number | undefined => {
    const text = given.one(option);
    return text === undefined ? undefined : Number(text);
  };
  const all = {
    weight: number("weight"),
    height: number("height"),
    sex: given.one("sex")?.toUpperCase(),
    dose: number("dose"),
    halfLife: number("half-life"),
    injectionTime: given.one("injection-time"),
  };
  const supplied = Object.fromEntries(Object.entries(all).filter(([, v]) => v !== undefined)) as SuppliedValues;
  const [bad] = suvProblems(supplied);
  if (bad !== undefined) throw usageError(`${names[bad]} ${expected(bad)}; it is "${given.one(names[bad].slice(2))}".`);
  return word === undefined && Object.keys(supplied).length === 0 ? undefined : { type, supplied };
}

function expected(input: SuvInput): string {
  if (input === "sex") return "is M or F";
  if (input === "injectionTime") return "is a time of day, HH:MM or HH:MM:SS";
  const unit = { weight: "kg", height: "cm", dose: "MBq", halfLife: "s" }[input];
  return `is a number of ${unit} from ${suvBounds[input][0]} to ${suvBounds[input][1]}`;
}
