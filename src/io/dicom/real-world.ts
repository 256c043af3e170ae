import { finding } from "../refusal.ts";
import type { Finding, IntensityUnit } from "../series.ts";
import type { ImageFrame } from "./image-frames.ts";
import type { RealWorldValue } from "./value-tags.ts";

/** What a series' real-world value mapping comes to. */
export type RealWorldVerdict = {
  /** Applied instead of a rescale (which the file lacks); null where stored or rescaled values stay as they are. */
  readonly scales: readonly RealWorldValue[] | null;
  /** The unit that the values are in; undefined where the mapping does not tell. */
  readonly unit: IntensityUnit | undefined;
  readonly sentence: string;
  readonly findings: readonly Finding[];
};

const UNITS: Readonly<Record<string, IntensityUnit>> = {
  "[hnsf'U]": "HU",
  "mm2/s": "mm2/s",
  Gy: "Gy",
  "Bq/ml": "Bq/ml",
  "1": "1",
  "{ratio}": "1",
  "{SUVbw}g/ml": "SUV",
  "g/ml{SUVbw}": "SUV",
};

const nothing: RealWorldVerdict = { scales: null, unit: undefined, sentence: "", findings: [] };

/**
 * The mapping is applied where it is the only thing the file says of its values: one line for each frame, one unit, no
 * rescale. Where the rescale says the same, the mapping gives the unit; where it says otherwise, or there are several
 * mappings, the values stay, and a finding says so.
 */
export function realWorldVerdict(frames: readonly ImageFrame[]): RealWorldVerdict {
  if (frames.every(({ realWorld: r }) => r.mappings.length + r.tables === 0)) return nothing;
  if (frames.some(({ realWorld: r }) => r.mappings.length !== 1 || r.tables > 0)) {
    const most = Math.max(...frames.map(({ realWorld: r }) => r.mappings.length + r.tables));
    return unapplied(`the file holds ${most} of them for a frame, or one that is not a line`, frames);
  }
  const scales = frames.map(({ realWorld }) => realWorld.mappings[0]);
  const [{ unit, meaning }] = scales;
  if (scales.some((s) => s.unit !== unit)) return unapplied("its unit differs from slice to slice", frames);
  const isRescaled = frames.some((f) => f.rescaled);
  const name = meaning && meaning !== unit ? `${unit} (${meaning})` : unit || "no unit";
  if (!isRescaled) {
    const lines = new Set(scales.map((s) => `${s.slope} ${s.intercept}`));
    const line = lines.size === 1 ? `${scales[0].slope} + ${scales[0].intercept}` : "slope + intercept of each slice";
    const sentence = `Stored value × ${line}, by the real-world value mapping, in ${name}`;
    return { scales, unit: UNITS[unit] ?? "arbitrary", sentence, findings: [] };
  }
  const agrees = frames.every(
    (f, k) => !f.lut && close(f.slope, scales[k].slope) && close(f.intercept, scales[k].intercept),
  );
  if (!agrees) return unapplied("the rescale of the file, which was applied, says otherwise", frames);
  return { scales: null, unit: UNITS[unit], sentence: unit ? `in ${name}` : "", findings: [] };
}

const close = (a: number, b: number): boolean => Math.abs(a - b) <= 1e-6 * Math.max(1, Math.abs(a), Math.abs(b));

function unapplied(why: string, frames: readonly ImageFrame[]): RealWorldVerdict {
  const units = [...new Set(frames.flatMap((f) => f.realWorld.mappings.map((m) => m.unit || "no unit")))].join(", ");
  const detail = `The file's real-world value mapping (${units || "a table"}) was not applied: ${why}.`;
  return { ...nothing, findings: [finding("warning", "real_world", detail, { units, why })] };
}
