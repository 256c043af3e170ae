import type { Random } from "../math/random.ts";
import type { Scene } from "./scene.ts";

/** Numbers of one variant of a perturbation, such as { degrees: 6 }. */
export type Variant = Readonly<Record<string, number>>;

/** What is known of an image before it is perturbed. */
export type ImageFacts = {
  /** Standard deviation of its noise; null where no noise is to be added. */
  readonly noise: number | null;
};

type Spec<Settings, V extends Variant> = {
  /** Settings at first. */
  readonly initial: Settings;
  /** What is wrong with settings, in English; null where nothing is. */
  readonly problem: (settings: Settings) => string | null;
  /** Every variant that the settings ask for. */
  readonly variants: (settings: Settings, facts: ImageFacts) => readonly V[];
  /** "rotation 6°": the same for every subject. */
  readonly label: (variant: V, n: number) => string;
  /** The scene perturbed. Throws RadiomicaError "EmptyRoi" or "Unsupported". */
  readonly apply: (scene: Scene, variant: V, random: Random) => Scene;
};

/** A perturbation as the registry holds it. */
export type Perturbation<Id extends string = string, Settings = never> = { readonly id: Id } & Spec<Settings, Variant>;

/** Makes a perturbation of its record; inside, variants have the names of their own numbers. */
export function perturbation<const Id extends string, Settings, V extends Variant>(
  spec: { readonly id: Id } & Spec<Settings, V>,
): Perturbation<Id, Settings> {
  return spec as unknown as Perturbation<Id, Settings>;
}
