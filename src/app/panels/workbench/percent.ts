/** A share as people read it: "+12.3 %". */
export function signedPercent(share: number): string {
  const size = Math.abs(100 * share);
  const digits = size >= 100 ? size.toFixed(0) : size >= 10 ? size.toFixed(1) : size.toFixed(2);
  return `${share < 0 ? "−" : "+"}${digits} %`;
}
