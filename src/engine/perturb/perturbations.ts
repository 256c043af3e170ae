import { contour } from "./contour.ts";
import { noise } from "./noise.ts";
import { rotation } from "./rotation.ts";
import { translation } from "./translation.ts";
import { volume } from "./volume.ts";

/** Every perturbation, in the order in which a chain should apply them. To add one: its file, and its line here. */
export const perturbations = [noise, translation, rotation, volume, contour] as const;

export type PerturbationId = (typeof perturbations)[number]["id"];
type OfId<Id extends PerturbationId> = Extract<(typeof perturbations)[number], { readonly id: Id }>;

/** Settings of each perturbation. */
export type PerturbationSettings = { readonly [Id in PerturbationId]: OfId<Id>["initial"] };
