import { RadiomicaError } from "#engine/errors.ts";
import type { Configuration } from "./configurations.ts";
import type { Log } from "./log.ts";

/** A parameter file of PyRadiomics as configurations. Throws RadiomicaError "Parse" or "Unsupported". */
export function readParameterFile(_path: string, _text: string, _log: Log): Configuration[] {
  throw new RadiomicaError("Unsupported", "Parameter files of PyRadiomics are not read yet; give a recipe as JSON.");
}
