/**
 * Errors that cross files and threads. The `tag` is what a guard compares: a class is lost when an error is
 * posted between threads, a string is not. `fields` hold the found and the expected values.
 */
export type ErrorTag =
  | "InvalidRecipe"
  | "GridMismatch"
  | "EmptyRoi"
  | "UnknownId"
  | "Unsupported"
  | "Parse"
  | "OutOfMemory"
  | "WorkerCrash"
  | "Cancelled";

export class RadiomicaError extends Error {
  readonly tag: ErrorTag;
  readonly fields: Readonly<Record<string, string | number>>;

  constructor(tag: ErrorTag, message: string, fields: Record<string, string | number> = {}, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = `Radiomica${tag}Error`;
    this.tag = tag;
    this.fields = fields;
  }
}

/** True for a RadiomicaError (of the given tag), also after it has crossed a thread. */
export function isRadiomicaError(error: unknown, tag?: ErrorTag): error is RadiomicaError {
  if (typeof error !== "object" || error === null || !("tag" in error) || !("fields" in error)) return false;
  return tag === undefined || error.tag === tag;
}
