import type { SuppliedValues, SuvType } from "#io/dicom/suv-request.ts";
import { listed, written } from "./words.ts";

/** A PET's SUV: which, and what a person supplied for it. */
export type SuvMethod = { readonly type: SuvType; readonly supplied: SuppliedValues };

/** Written before a comma or a full stop; "" by body weight, which goes without saying only where nothing was supplied. */
export function englishSuv(suv: SuvMethod | null): string {
  if (!suv) return "";
  const n = (value: number) => written(value, ".");
  const by = {
    BW: "body weight",
    LBMJANMA: "lean body mass by the formula of Janmahasatian",
    LBMJAMES128: "lean body mass by the formula of James",
    BSA: "body surface area by the formula of Du Bois, in cm²/ml",
    IBW: "ideal body weight",
  };
  const { weight, height, sex, dose, halfLife, injectionTime } = suv.supplied;
  const values = [
    weight === undefined ? "" : `the patient's weight (${n(weight)} kg)`,
    height === undefined ? "" : `height (${n(height)} cm)`,
    sex === undefined ? "" : `sex (${sex})`,
    dose === undefined ? "" : `the injected activity (${n(dose)} MBq)`,
    halfLife === undefined ? "" : `the half-life (${n(halfLife)} s)`,
    injectionTime === undefined ? "" : `the time of the injection (${injectionTime})`,
  ].filter(Boolean);
  const was = values.length === 1 ? "was" : "were";
  const entered = values.length === 0 ? "" : ` For it, ${listed(values, "and")} ${was} entered by hand.`;
  return ` SUV were normalised by ${by[suv.type]}.${entered}`;
}

export function italianSuv(suv: SuvMethod | null): string {
  if (!suv) return "";
  const n = (value: number) => written(value, ",");
  const by = {
    BW: "al peso corporeo",
    LBMJANMA: "alla massa magra secondo la formula di Janmahasatian",
    LBMJAMES128: "alla massa magra secondo la formula di James",
    BSA: "alla superficie corporea secondo la formula di Du Bois, in cm²/ml",
    IBW: "al peso ideale",
  };
  const { weight, height, sex, dose, halfLife, injectionTime } = suv.supplied;
  const values = [
    weight === undefined ? "" : `peso del paziente (${n(weight)} kg)`,
    height === undefined ? "" : `statura (${n(height)} cm)`,
    sex === undefined ? "" : `sesso (${sex})`,
    dose === undefined ? "" : `attività iniettata (${n(dose)} MBq)`,
    halfLife === undefined ? "" : `tempo di dimezzamento (${n(halfLife)} s)`,
    injectionTime === undefined ? "" : `ora dell'iniezione (${injectionTime})`,
  ].filter(Boolean);
  const entered = values.length === 0 ? "" : ` Inseriti a mano: ${listed(values, "e")}.`;
  return ` I SUV sono riferiti ${by[suv.type]}.${entered}`;
}
