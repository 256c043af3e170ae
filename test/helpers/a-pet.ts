import type { SuvRequest } from "#io/dicom/suv-request.ts";
import { load } from "#io/load.ts";
import type { Series } from "#io/series.ts";
import { memoryFile, plainHost } from "./load-files.ts";
import { ctElements, el, type RawElement, rawFile, words } from "./raw-dicom.ts";

/** A decimal string. */
export const UINT = (tag: string, value: string) => el(tag, "DS", value);
/** The injection of IBSI's test case, changed as asked. */
export const injection = (over: readonly RawElement[] = []): RawElement => {
  const plain = [el("00181072", "TM", "103500"), UINT("00181074", "388777472"), UINT("00181075", "6588")];
  const merged = new Map(plain.map((e) => [e.tag, e]));
  for (const e of over) merged.set(e.tag, e);
  return el("00540016", "SQ", [[...merged.values()].sort((a, b) => (a.tag < b.tag ? -1 : 1))]);
};
/** One PET slice in Bq/ml with values 0..5000, by the header of IBSI's test case, changed as asked. */
export const pet = (...over: RawElement[]): Promise<Series> => petAs(undefined, ...over);
/** The same, loaded as another SUV or with what a person supplies. */
export async function petAs(suv: SuvRequest | undefined, ...over: RawElement[]): Promise<Series> {
  const host = { ...plainHost(), ...(suv ? { suv } : {}) };
  const { series } = await load([memoryFile("pet", petFile(...over))], host);
  return series[0];
}
/** Its file. */
export function petFile(...over: RawElement[]): Uint8Array {
  const elements = ctElements([
    el("00080060", "CS", "PT"),
    el("00080021", "DA", "20000907"),
    el("00080022", "DA", "20000907"),
    el("00080031", "TM", "112011"),
    el("00080032", "TM", "112011"),
    UINT("00101030", "71"),
    UINT("00101020", "1.63"),
    el("00100040", "CS", "M"),
    el("00280051", "CS", "DECY\\ATTN\\SCAT"),
    UINT("00281052", "0"),
    injection(),
    el("00541001", "CS", "BQML"),
    el("00541102", "CS", "START"),
    el("7FE00010", "OW", words([0, 1000, 2000, 3000, 4000, 5000])),
    ...over,
  ]);
  return rawFile(elements);
}
