import { familiesOf } from "#engine/features/index.ts";
import type { FilterParam } from "#engine/filters/filter.ts";
import { filters } from "#engine/filters/index.ts";
import { mapFamilies } from "#engine/maps/settings.ts";
import { expected } from "#io/readers/recipe.ts";
import { recipeSettings, type Setting } from "#io/readers/recipe-settings.table.ts";
import { APP_VERSION } from "#io/version.ts";
import type { Option } from "./arguments.ts";
import type { Command } from "./commands/command.ts";
import { presets } from "./presets.ts";
import { always, topics } from "./texts.ts";

const WIDTH = 100;

/** The first page: commands, topics, examples, exit codes. */
export function overview(commands: readonly Command[]): string {
  const examples = commands.flatMap((c) => c.examples.slice(0, 1));
  return `${[
    `radiomica ${APP_VERSION}: IBSI radiomics of DICOM and NIfTI images on the command line`,
    "Usage: radiomica COMMAND [OPTIONS]",
    `Commands\n${twoColumns(commands.map((c) => [c.name, c.summary]))}`,
    `Topics (radiomica help TOPIC)\n${twoColumns(Object.entries(topics).map(([name, t]) => [name, t.summary]))}`,
    exampleText(examples),
    topics["exit-codes"].text,
    "radiomica COMMAND --help explains a command; radiomica --version says the version.",
  ].join("\n\n")}\n`;
}

export function commandHelp(command: Command): string {
  const sections = [
    `radiomica ${command.name}: ${command.summary}`,
    `Usage: radiomica ${command.name} ${command.usage}`,
    wrap(command.about, 0),
    `Options\n${optionList([...command.options, ...always])}`,
    ...(command.options.some((o) => o.name === "config") ? [presetText(), settingsText()] : []),
    exampleText(command.examples),
    topics["exit-codes"].text,
    `More (radiomica help TOPIC): ${Object.keys(topics).join(", ")}`,
  ];
  return `${sections.join("\n\n")}\n`;
}

export function topicHelp(name: string): string {
  const more: Readonly<Record<string, () => string[]>> = {
    settings: () => [settingsText(), presetText()],
    filters: () => [filtersText()],
    features: () => [featuresText()],
  };
  return `${[topics[name].text, ...(more[name]?.() ?? [])].join("\n\n")}\n`;
}

export const presetText = (): string => `Presets\n${twoColumns(presets.map((p) => [p.name, p.about]))}`;

/** Every setting of a recipe: what it may be, what it means, and its default. */
export function settingsText(): string {
  const rows: [string, string][] = [];
  const add = (settings: readonly Setting[], depth: number) => {
    for (const { key, shape, help, optional, ...rest } of settings) {
      const fallback =
        "fallback" in rest ? ` Default: ${JSON.stringify(rest.fallback)}.` : optional ? "" : " Must be given.";
      // What a group holds stands below it.
      const what = shape.kind === "group" ? `an object${shape.nullable ? ", or null" : ""}` : expected(shape);
      rows.push([`${"  ".repeat(depth)}${key}`, `${sentence(what)} ${help}${fallback}`]);
      if (shape.kind === "group") add(shape.settings, depth + 1);
      const seen = key === "ivh";
      if (shape.kind === "methods" && !seen) for (const inner of Object.values(shape.of)) add(inner, depth + 1);
    }
  };
  add(recipeSettings, 0);
  return `Settings (recipe file, JSON)\n${twoColumns(rows)}`;
}

/** Every filter with its parameters, what they may be and their defaults, from the filters' own records. */
export function filtersText(): string {
  const rows = filters.flatMap(({ id, name, about, params }): [string, string][] => [
    [id, `${name}. ${about.en}`],
    ...params.map((p): [string, string] => [
      `  ${p.id}`,
      `${sentence(allowed(p))} ${p.help?.en ?? p.label.en} Default: ${JSON.stringify(p.default)}.`,
    ]),
  ]);
  return `Filters\n${twoColumns(rows)}`;
}

/** Every feature of the IBSI profile by its id, family by family. */
export function featuresText(): string {
  const parts = familiesOf("IBSI").map(({ id, name, features }) => {
    const maps = mapFamilies.includes(id) ? "" : " (of a region as a whole; no maps)";
    return `${name}${maps}\n${twoColumns(features.map((f) => [f.id, f.ibsi === null ? f.name : `${f.name} (${f.ibsi})`]))}`;
  });
  return parts.join("\n\n");
}

function allowed(param: FilterParam): string {
  switch (param.kind) {
    case "number": {
      const unit = param.unit === "1" ? "" : ` in ${param.unit}`;
      return `a ${param.integer ? "whole " : ""}number${unit}, ${param.min} to ${param.max}`;
    }
    case "choice":
      return `one of ${param.options.map((o) => `"${o}"`).join(", ")}`;
    case "text":
      return "a text";
    case "switch":
      return "true or false";
  }
}

const sentence = (text: string) => `${text[0].toUpperCase()}${text.slice(1)}.`;

const optionList = (options: readonly Option[]): string =>
  twoColumns(
    options.map(({ name, short, value, help }) => [
      `${short ? `-${short}, ` : "    "}--${name}${value ? ` ${value}` : ""}`,
      help,
    ]),
  );

const exampleText = (examples: Command["examples"]): string =>
  `Examples\n${examples.map(({ say, line }) => `  # ${say}\n  ${line}`).join("\n")}`;

function twoColumns(rows: readonly (readonly [string, string])[]): string {
  const indent = Math.min(28, Math.max(...rows.map(([left]) => left.length))) + 4;
  return rows
    .map(([left, right]) => {
      const text = wrap(right, indent);
      const head = `  ${left}`;
      return head.length + 2 > indent ? `${head}\n${text}` : `${head.padEnd(indent)}${text.slice(indent)}`;
    })
    .join("\n");
}

function wrap(text: string, indent: number): string {
  const lines: string[] = [""];
  for (const word of text.split(" ")) {
    const last = lines.length - 1;
    if (lines[last] !== "" && indent + lines[last].length + 1 + word.length > WIDTH) lines.push(word);
    else lines[last] += lines[last] === "" ? word : ` ${word}`;
  }
  return lines.map((line) => " ".repeat(indent) + line).join("\n");
}
