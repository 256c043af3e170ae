import type { Recipe } from "#engine/recipe.ts";
import type { Given } from "../arguments.ts";
import { readConfigurations } from "../configurations.ts";
import { usageError } from "../exit.ts";
import { presetText, settingsText } from "../help.ts";
import { recipeFor } from "../measure.ts";
import { presets } from "../presets.ts";
import { openStudy } from "../study.ts";
import { options } from "../texts.ts";
import type { Command, Context } from "./command.ts";

export const config: Command = {
  name: "config",
  summary: "presets and settings; prints a recipe file to start from",
  usage: "[PRESET|FILE] [--print] [--image DIR|FILE]",
  about:
    "Without arguments: the presets, and every setting. With --print: a whole recipe file, of the preset ct unless another is named. With --image: the settings that the app would propose for that image. A file is checked and printed in full, with what it leaves out.",
  options: [options.print, options.image, options.series],
  operands: 1,
  examples: [
    { say: "a file to start from", line: "radiomica config --print > recipe.json" },
    { say: "the IBSI's configuration C", line: "radiomica config ibsi-c --print" },
    { say: "what the app proposes for an image", line: "radiomica config --print --image CT/" },
    { say: "check a file, and see it in full", line: "radiomica config recipe.json" },
  ],
  async run(given: Given, { host, log }: Context): Promise<void> {
    const [name] = given.operands;
    if (given.all("image").length > 0) {
      if (name !== undefined) throw usageError("Give either a preset or --image.");
      await host.out(json(await proposedFor(given, { host, log })));
    } else if (name === undefined && !given.has("print")) {
      await host.out(`${presetText()}\n\n${settingsText()}\n`);
    } else {
      if (name === "default") throw usageError("The preset default is chosen for each image; give --image.");
      const found = await readConfigurations([name ?? "ct"], log);
      const named = found.map(({ name: called, recipe, images }) => ({
        name: called,
        ...recipe,
        ...(images === undefined ? {} : { filters: images.map(({ filter }) => filter) }),
      }));
      const isOnlyPreset = found.length === 1 && presets.some((p) => p.name === found[0].name);
      await host.out(json(isOnlyPreset ? found[0].recipe : named.length === 1 ? named[0] : named));
    }
  },
};

async function proposedFor(given: Given, { host, log }: Context): Promise<Recipe | readonly object[]> {
  const pool = host.createPool(host.threads);
  try {
    const request = { images: given.all("image"), masks: [], series: given.one("series") };
    const { series } = await openStudy(request, pool, log, host.signal);
    const proposed = series.map((s) => ({
      name: `${s.modality} ${s.description}`.trim(),
      recipe: recipeFor({ name: "default", recipe: null }, s),
    }));
    return proposed.length === 1 ? proposed[0].recipe : proposed.map(({ name, recipe }) => ({ name, ...recipe }));
  } finally {
    pool.close();
  }
}

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;
