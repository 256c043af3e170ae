import { isReason } from "../../reason.ts";
import type { Family, Feature } from "../family.ts";

/** Where PyRadiomics gives a number although the definition has none, and which. */
type Otherwise = { readonly value: number; readonly note: string };

/**
 * A feature of PyRadiomics that is defined as one of the IBSI's: the same formula, code and computation under its
 * name there, from matrices made PyRadiomics' way. `of` is the IBSI feature's id. `otherwise`: the number PyRadiomics
 * gives where the IBSI's definition has none.
 */
export function equal<P>(
  family: Pick<Family<P>, "features">,
  of: string,
  className: string,
  name: string,
  otherwise?: Otherwise,
): Feature<P> {
  const found = family.features.find(({ id }) => id === of);
  if (found === undefined) throw new Error(`No feature is called "${of}".`);
  const { note: _note, ...same } = found;
  return {
    ...same,
    ...names(className, name),
    ...(otherwise === undefined ? {} : { note: otherwise.note }),
    compute: (prepared) => {
      const value = found.compute(prepared);
      return otherwise !== undefined && isReason(value) ? otherwise.value : value;
    },
  };
}

/** The id, name and tag of a feature: its tag is its column in PyRadiomics' tables, less the image type. */
export const names = (className: string, name: string) => ({
  id: `pyradiomics.${className}.${name}`,
  name,
  tag: `${className}_${name}`,
});
