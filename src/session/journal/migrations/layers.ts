import type { Migration } from "./index.ts";

/**
 * Version 1 knew one layer a series; what it wrote is what version 2 writes of that layer. The number tells a program
 * that knows no others not to put everything into one.
 */
export const layers: Migration = (content) => content;
