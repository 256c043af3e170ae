import { demos } from "#demo/catalogue.ts";

/** The demo cases that ship with this build. */
export const useDemos = () => demos;
