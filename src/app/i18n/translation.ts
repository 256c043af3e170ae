import type { en } from "./en.ts";

type Texts<T> = { readonly [K in keyof T]: T[K] extends string ? string : Texts<T[K]> };

/** The shape that every language must fill: English's keys, any texts. */
export type Translation = Texts<typeof en>;
