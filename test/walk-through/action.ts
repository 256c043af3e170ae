import type { Page } from "playwright-core";

/** What a person does at once: each counts as one action, however many notches or letters it takes. */
export type ActionKind = "click" | "key" | "type" | "wheel";
export type Action = { readonly kind: ActionKind; readonly say: string };
export type Step = Action & { readonly run: (page: Page) => Promise<void> };

/**
 * Seconds of an action by the keystroke-level model (Card, Moran and Newell 1980, doi:10.1145/358886.358895): to think
 * 1.35; to point 1.1 and to press and let go 0.2; a key 0.28, another hand 0.4. A turn of the wheel is taken as a second,
 * a typed value as four keys.
 */
const THINK = 1.35;
const HANDS: Readonly<Record<ActionKind, number>> = {
  click: 1.1 + 0.2,
  key: 0.28 + 0.4,
  type: 4 * 0.28 + 0.4,
  wheel: 1,
};
export const seconds = (actions: readonly Action[]): number =>
  actions.reduce((sum, { kind }) => sum + THINK + HANDS[kind], 0);
