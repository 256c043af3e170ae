/**
 * What ./assembly exports; its doc comments stand there. An argument named after an array is the address of that array
 * in the kernels' memory, in bytes.
 */
export type Kernels = {
  fft(plan: number, lines: number, re: number, im: number, scratchRe: number, scratchIm: number): number;
  pairSums(...addressesAndSizes: number[]): void;
  sphereMeans(...addressesAndSizes: number[]): void;
  boxAlong(...addressesAndSizes: number[]): void;
};
