import { transferHandlers } from "comlink";
import { isRadiomicaError, RadiomicaError } from "#engine/errors.ts";

type Thrown = { value: unknown };

/**
 * Comlink keeps only message, name and stack of a thrown error. This keeps tag and fields as well, so that
 * `isRadiomicaError` works on either side. Call once on each side.
 */
export function carryTypedErrors(): void {
  const original = transferHandlers.get("throw");
  if (!original) return;
  transferHandlers.set("throw", {
    canHandle: original.canHandle,
    serialize(thrown: unknown) {
      const { value } = thrown as Thrown;
      if (!isRadiomicaError(value)) return original.serialize(thrown);
      const { message, name, stack, tag, fields } = value;
      return [{ isError: true, value: { message, name, stack, tag, fields } }, []];
    },
    deserialize: original.deserialize,
  });
}

export const cancelledError = (): RadiomicaError => new RadiomicaError("Cancelled", "Cancelled.");
