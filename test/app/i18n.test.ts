import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { en } from "#app/i18n/en.ts";
import { it as italian } from "#app/i18n/it.ts";

type Tree = { readonly [key: string]: string | Tree };
const leaves = (tree: Tree, path = ""): [string, string][] =>
  Object.entries(tree).flatMap(([key, value]): [string, string][] =>
    typeof value === "string" ? [[`${path}${key}`, value]] : leaves(value, `${path}${key}.`),
  );
const english = new Map(leaves(en));
const italians = new Map(leaves(italian));
const placeholders = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map((m) => m[1]).sort();

test("both languages have the same keys, none empty", () => {
  expect([...italians.keys()].sort()).toEqual([...english.keys()].sort());
  for (const [key, text] of [...english, ...italians]) expect(text.trim(), key).not.toBe("");
});

test("both languages put the same values into a sentence", () => {
  for (const [key, text] of english) {
    // A plural's "one" may leave the number out.
    if (key.endsWith("_one")) continue;
    expect(placeholders(italians.get(key) ?? ""), key).toEqual(placeholders(text));
  }
});

test("where Italian reads as English, the word is a name, a unit or international", () => {
  const words =
    "Radiomica Volume Supervoxel ICC CoV wSD RC CCC Bland Altman Layout File Spline Livewire Zoom Manhattan Chebyshev Info ID Feature Formula Aggr UID Preset";
  const colours = "Viridis Cividis Magma Inferno Plasma";
  const international = new Set(
    `${words} App Mouse SUV IBSI voxel file zoom mm ml bin dir to ROI PACS DICOM SEG D W L NIfTI NRRD Volume Supervoxel ICC CoV wSD RC CCC Bland Altman ${colours}`.split(
      " ",
    ),
  );
  const same = [...english].filter(([key, text]) => italians.get(key) === text);
  const wordsOf = (text: string) => text.replace(/\{\{\w+\}\}/g, "").match(/\p{L}{2,}/gu) ?? [];
  expect(same.flatMap(([, text]) => wordsOf(text)).filter((word) => !international.has(word))).toEqual([]);
});

const app = fileURLToPath(new URL("../../src/app", import.meta.url));
const components = (folder: string): string[] =>
  readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) return components(path);
    return name.endsWith(".tsx") ? [path] : [];
  });

/** Words between tags, and in attributes that are read or shown. */
function visibleStrings(source: string): string[] {
  const text = source.replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, "");
  const between = text.matchAll(/[\w"}/]>([^<>{}=;()&|?]*\p{L}{3}[^<>{}=;()&|?]*)<\//gu);
  const attributes = text.matchAll(/\b(?:aria-label|label|title|placeholder|alt|legend)="([^"]*\p{L}{2}[^"]*)"/gu);
  return [...between, ...attributes].map((match) => match[1].trim());
}

test("no visible string is written into a component", () => {
  expect(visibleStrings('<p className="x">Hello there</p><input aria-label="Name" />')).toEqual([
    "Hello there",
    "Name",
  ]);
  const found = components(app).flatMap((path) => visibleStrings(readFileSync(path, "utf8")));
  expect(found).toEqual([]);
});
