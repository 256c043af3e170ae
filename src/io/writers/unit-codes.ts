import type { FeatureUnit } from "#engine/features/family.ts";
import { unitCode } from "#engine/features/unit.ts";
import type { IntensityUnit } from "#engine/volume.ts";
import type { Code } from "./derived.ts";

/** How UCUM writes the image's unit: numerator and denominator, and a remark in braces. */
type Named = { readonly over: string; readonly under?: string; readonly remark?: string };

const named: Readonly<Partial<Record<IntensityUnit, Named>>> = {
  HU: { over: "[hnsf'U]" },
  "Bq/ml": { over: "Bq", under: "ml" },
  Gy: { over: "Gy" },
  "mm2/s": { over: "mm2", under: "s" },
};
const SUV: Readonly<Record<string, Named>> = {
  bw: { over: "g", under: "ml", remark: "{SUVbw}" },
  lbm: { over: "g", under: "ml", remark: "{SUVlbm}" },
  ibw: { over: "g", under: "ml", remark: "{SUVibw}" },
  bsa: { over: "cm2", under: "ml", remark: "{SUVbsa}" },
};
const LONGEST = 16;

/**
 * The unit of a feature as a UCUM code, its meaning as our other files write it. `valueChain` tells which SUV it is; body
 * weight where it does not say, as in DICOM. Numbers without a unit, counts and bins are "1".
 */
export function unitOf(unit: FeatureUnit, image: IntensityUnit, valueChain = ""): Code {
  const meaning = unitCode(unit, image);
  const code = (value: string): Code => ({ value, scheme: "UCUM", meaning: meaning === "1" ? "no units" : meaning });
  if (!unit.startsWith("intensity")) return code(unit.startsWith("bins") ? "1" : unit === "percent" ? "%" : unit);
  const kind = /SUV(lbm|ibw|bsa)/i.exec(valueChain)?.[1].toLowerCase() ?? "bw";
  const name = image === "SUV" ? SUV[kind] : named[image];
  const squared = unit.startsWith("intensity2");
  const volume = unit.endsWith(".mm3");
  if (name === undefined) return code(volume ? "mm3" : "1");
  const power = (text: string): string => (squared ? raised(text) : text);
  const over = [power(name.over), ...(volume ? ["mm3"] : [])].join(".");
  const value = name.under ? `${over}/${power(name.under)}` : over;
  const remarked = `${name.remark ?? ""}${value}`;
  // The remark says nothing of the size: it goes where a code value has no room for it.
  return code(remarked.length <= LONGEST ? remarked : value);
}

const raised = (text: string): string => {
  const parts = /^(.*?[A-Za-z\]])(\d*)$/.exec(text);
  return parts ? `${parts[1]}${2 * Number(parts[2] || 1)}` : text;
};
