import { type PyradiomicsJob, readPyradiomicsParams } from "#io/readers/pyradiomics/params.ts";
import { type BankImage, type Configuration, withoutFilter } from "./configuration.ts";
import { stem } from "./files.ts";
import type { Log } from "./log.ts";

/**
 * A parameter file of PyRadiomics: a configuration for each set of settings, with its images; all under the file's
 * name. Shape belongs to the image as it is. Throws RadiomicaError "Parse" or "Unsupported".
 */
export function readParameterFile(path: string, text: string, log: Log): Configuration[] {
  const { jobs, notices, label } = readPyradiomicsParams(text);
  for (const notice of notices) log.say("warning", "config", `${path}: ${notice}`);
  const groups = new Map<string, Configuration & { readonly images: BankImage[] }>();
  for (const job of jobs) {
    const recipe = withoutFilter(job.recipe);
    const key = JSON.stringify(recipe);
    const group = groups.get(key) ?? { name: stem(path), recipe, images: [], ...(label === null ? {} : { label }) };
    groups.set(key, group);
    addTo(group.images, job);
  }
  return [...groups.values()];
}

function addTo(images: BankImage[], { prefix, recipe, families, features }: PyradiomicsJob): void {
  const filter = recipe.filter ?? null;
  const same = images.findIndex((i) => i.label === prefix && JSON.stringify(i.filter) === JSON.stringify(filter));
  const before = images[same];
  const image: BankImage = {
    label: prefix,
    filter,
    families: [...(before?.families ?? []), ...families],
    features: new Set([...(before?.features ?? []), ...features]),
  };
  if (before === undefined) images.push(image);
  else images[same] = image;
}
