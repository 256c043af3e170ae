import { defaultPlan, type PerturbationId, type PlanSettings, perturbations } from "#engine/perturb/index.ts";
import { type Given, type Option, whole } from "./arguments.ts";
import { usageError } from "./exit.ts";

const { noise, translation, rotation, volume, contour } = defaultPlan;
const list = (numbers: readonly number[]) => numbers.join(",");

/** Options that make a plan of perturbations. */
export const perturbationOptions: readonly Option[] = [
  {
    name: "noise",
    value: "N",
    help: `Noise of the image's own level is added N times. Plans without any perturbation named have all of them: --noise ${noise.repetitions} --translation ${list(translation.fractions)} --rotation ${list(rotation.degrees)} --volume ${list(volume.fractions.map((f) => 100 * f))} --contour ${contour.repetitions}.`,
  },
  {
    name: "noise-sd",
    value: "X",
    help: "The noise's standard deviation, in the image's unit, in place of its own level.",
  },
  {
    name: "translation",
    value: "LIST",
    help: "Image and region are moved together by fractions of a voxel, every combination of axes: 0.25,0.75.",
  },
  { name: "2d", help: "Move within the slice alone; so it is where slices form no volume." },
  { name: "rotation", value: "LIST", help: "They are turned in the slice by angles in degrees: --rotation=-6,6." },
  { name: "volume", value: "LIST", help: "The region grows or shrinks by per cent of its volume: --volume=-10,10." },
  { name: "contour", value: "N", help: "The region is drawn anew N times, along supervoxels of the image, by chance." },
  { name: "chain", help: "One perturbation after the other, in every combination; without, each by itself." },
  { name: "seed", value: "N", help: `The same seed gives the same numbers. Left out: ${defaultPlan.seed}.` },
];

const ids: readonly PerturbationId[] = perturbations.map(({ id }) => id);

/** The plan that a command line asks for. Throws a usage error. */
export function planOf(given: Given): PlanSettings {
  const asked = ids.filter((id) => given.has(id));
  const on = asked.length > 0 ? asked : ids;
  if (given.has("noise-sd") && !on.includes("noise")) throw usageError("--noise-sd belongs to --noise.");
  if (given.has("2d") && !on.includes("translation")) throw usageError("--2d belongs to --translation.");
  const count = (name: "noise" | "contour", usual: number) =>
    given.has(name) ? whole(`--${name}`, given.one(name) ?? "", 1, 1000) : usual;
  const numbers = (name: PerturbationId, usual: readonly number[]) =>
    given.has(name) ? listOf(`--${name}`, given.one(name) ?? "") : usual;
  const percent = numbers("volume", []);
  return {
    seed: given.has("seed") ? whole("--seed", given.one("seed") ?? "", 0, 2 ** 31 - 1) : defaultPlan.seed,
    chains: given.has("chain") ? [on] : on.map((id) => [id]),
    marginMm: defaultPlan.marginMm,
    noise: { repetitions: count("noise", noise.repetitions), sigma: given.has("noise-sd") ? deviation(given) : null },
    translation: {
      fractions: numbers("translation", translation.fractions),
      axes: given.has("2d") ? "2D" : translation.axes,
    },
    rotation: { degrees: numbers("rotation", rotation.degrees) },
    volume: {
      fractions: percent.length > 0 ? percent.map((p) => Number((p / 100).toPrecision(12))) : volume.fractions,
    },
    contour: { ...contour, repetitions: count("contour", contour.repetitions) },
  };
}

function deviation(given: Given): number {
  const text = given.one("noise-sd") ?? "";
  const value = Number(text);
  if (text.trim() === "" || !(value > 0 && Number.isFinite(value))) {
    throw usageError(`--noise-sd is a number above 0; it is "${text}".`);
  }
  return value;
}

function listOf(option: string, text: string): readonly number[] {
  const parts = text.split(",").map((part) => part.trim());
  const values = parts.map(Number);
  if (parts.every((part) => part !== "") && values.every(Number.isFinite)) return values;
  throw usageError(`${option} is a list of numbers with commas between them; it is "${text}".`);
}
