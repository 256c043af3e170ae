import { operation } from "./operation.ts";

/** Turns a segment into all that is no segment, and back. */
export const invert = operation({
  id: "invert",
  group: "segments",
  options: {},
  reach: "image",
  apply: ({ mask }) => ({ mask: mask.map((v) => 1 - v) }),
});
