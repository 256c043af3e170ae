import { readPyradiomicsParams } from "#io/readers/pyradiomics/params.ts";
import type { Configuration } from "./configurations.ts";
import { stem } from "./files.ts";
import type { Log } from "./log.ts";

/**
 * A parameter file of PyRadiomics: a configuration for each image it derives, all under the file's name. What has the
 * same settings (shape, and the image as it is) is measured together. Throws RadiomicaError "Parse" or "Unsupported".
 */
export function readParameterFile(path: string, text: string, log: Log): Configuration[] {
  const { jobs, notices, label } = readPyradiomicsParams(text);
  for (const notice of notices) log.say("warning", "config", `${path}: ${notice}`);
  if (label !== 1) {
    log.say("warning", "config", `${path}: "label: ${label}" is not used; choose the region with --roi ${label}.`);
  }
  const groups = new Map<string, Configuration>();
  for (const { prefix, recipe, families, features } of jobs) {
    const key = JSON.stringify([prefix, recipe]);
    const same = groups.get(key);
    groups.set(key, {
      name: stem(path),
      recipe,
      image: prefix,
      families: [...(same?.families ?? []), ...families],
      features: new Set([...(same?.features ?? []), ...features]),
    });
  }
  return [...groups.values()];
}
