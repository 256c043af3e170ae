import type { Language } from "../i18n/index.ts";
import { englishMethods } from "./english.ts";
import { factsOf, type MethodsInput } from "./facts.ts";
import { italianMethods } from "./italian.ts";
import { type ReportingItem, reportingItems } from "./items.ts";
import { referencesFor } from "./references.ts";

export type { MethodsInput } from "./facts.ts";
export type { ReportingItem } from "./items.ts";

/** The text a paper needs about its features, the works it cites, and what it says and leaves to its author. */
export type Methods = {
  readonly paragraphs: readonly string[];
  /** Without their numbers. */
  readonly references: readonly string[];
  readonly items: readonly ReportingItem[];
};

/** Writes the methods of an extraction: the same input always gives the same text. */
export function methodsOf(input: MethodsInput, language: Language): Methods {
  const facts = factsOf(input);
  return {
    paragraphs: language === "it" ? italianMethods(facts) : englishMethods(facts),
    references: referencesFor(facts).list,
    items: reportingItems(facts),
  };
}

/** Paragraphs and numbered references, as they are copied. */
export const plainText = ({ paragraphs, references }: Methods, heading: string): string =>
  [...paragraphs, [heading, ...references.map((work, i) => `[${i + 1}] ${work}`)].join("\n")].join("\n\n");
