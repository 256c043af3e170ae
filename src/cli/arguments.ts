import { parseArgs } from "node:util";
import { didYouMean } from "#io/nearest.ts";
import { usageError } from "./exit.ts";

/** An option of a command: what parses it and what explains it. */
export type Option = {
  readonly name: string;
  readonly short?: string;
  /** What stands for its value in help; an option without is a switch. */
  readonly value?: string;
  /** May be given several times. */
  readonly many?: true;
  readonly help: string;
};

/** What was given, by option. */
export type Given = {
  readonly has: (name: string) => boolean;
  /** The value, or undefined. */
  readonly one: (name: string) => string | undefined;
  readonly all: (name: string) => readonly string[];
  /** What is neither option nor value of one. */
  readonly operands: readonly string[];
};

/** Reads arguments by the options of a command. Throws a usage error that names what is wrong and what was meant. */
export function readArguments(args: readonly string[], options: readonly Option[], maxOperands = 0): Given {
  const config = Object.fromEntries(
    options.map((o) => [
      o.name,
      { type: o.value ? "string" : "boolean", multiple: true, ...(o.short ? { short: o.short } : {}) } as const,
    ]),
  );
  const { tokens } = parseArgs({ args: [...args], options: config, strict: false, tokens: true });
  const values = new Map<string, string[]>();
  const operands: string[] = [];
  for (const token of tokens) {
    if (token.kind === "option-terminator") continue;
    if (token.kind === "positional") {
      operands.push(token.value);
      continue;
    }
    const option = options.find((o) => o.name === token.name);
    if (!option) {
      const names = options.map((o) => `--${o.name}`);
      throw usageError(`There is no option ${token.rawName}${didYouMean(token.rawName, names) || "."}`);
    }
    values.set(option.name, [...(values.get(option.name) ?? []), valueOfToken(option, token)]);
    if (!option.many && (values.get(option.name)?.length ?? 0) > 1) {
      throw usageError(`${token.rawName} may be given once only.`);
    }
  }
  if (operands.length > maxOperands) {
    const hint = /\.(dcm|nii|gz|ima)$/i.test(operands[maxOperands])
      ? " Several files of one image are given as their folder, or each with its own --image."
      : "";
    throw usageError(`"${operands[maxOperands]}" belongs to no option.${hint}`);
  }
  return {
    has: (name) => values.has(name),
    one: (name) => values.get(name)?.[0],
    all: (name) => values.get(name) ?? [],
    operands,
  };
}

type OptionToken = { readonly rawName: string; readonly value?: string; readonly inlineValue?: boolean };

function valueOfToken(option: Option, { rawName, value, inlineValue }: OptionToken): string {
  if (!option.value) {
    if (value !== undefined) throw usageError(`${rawName} is a switch and takes no value.`);
    return "";
  }
  // "-" is standard output, "-1" a number.
  const isOption = !inlineValue && value !== undefined && /^-(?!$|\.?\d)/.test(value);
  const isMissing = value === undefined || value === "" || isOption;
  if (isMissing) throw usageError(`${rawName} needs a value: ${rawName} ${option.value}`);
  return value;
}

/** A whole number within bounds. Throws a usage error. */
export function whole(option: string, text: string, min: number, max: number): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= min && value <= max) return value;
  throw usageError(`${option} is a whole number from ${min} to ${max}; it is "${text}".`);
}
