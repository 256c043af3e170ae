/**
 * What becomes of an interpolated intensity: nothing; the nearest whole number, halves up, as the IBSI's for calibrated
 * units; what stands before the point, as of an image of whole numbers in ITK; single precision. −0 is 0 in whole numbers.
 */
export type NumberForm = "exact" | "rounded" | "cut" | "single";

const each: Readonly<Record<Exclude<NumberForm, "exact">, (x: number) => number>> = {
  rounded: (x) => Math.floor(x + 0.5) + 0,
  cut: (x) => {
    // A whole number that rounding has left a little below itself is that number.
    const near = Math.round(x);
    return (Math.abs(x - near) < 1e-9 ? near : Math.trunc(x)) + 0;
  },
  single: Math.fround,
};

/** Numbers in that form, in place. */
export function inForm(form: NumberForm, numbers: Float64Array): Float64Array {
  if (form === "exact") return numbers;
  const formed = each[form];
  for (let i = 0; i < numbers.length; i++) numbers[i] = formed(numbers[i]);
  return numbers;
}

/** The number of each in WebAssembly's kernel. */
export const formKind: Readonly<Record<NumberForm, number>> = { exact: 0, rounded: 1, cut: 2, single: 3 };
