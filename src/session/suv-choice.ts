import type { SessionStore } from "./store.ts";

/** Which SUV a PET is shown and measured as, and the values that a person supplied for it. */
export type SuvChoice = {
  readonly type: "BW" | "LBMJANMA" | "LBMJAMES128" | "BSA" | "IBW";
  readonly supplied: {
    readonly weight?: number;
    readonly height?: number;
    readonly sex?: "M" | "F";
    readonly dose?: number;
    readonly halfLife?: number;
    readonly injectionTime?: string;
  };
};

/** Chooses, as one step of history: the image follows the document, also back. */
export function chooseSuv(store: SessionStore, seriesId: string, suv: SuvChoice): void {
  store.changeWork(seriesId, { key: "history.suv" }, (work) => ({ ...work, suv }));
}
