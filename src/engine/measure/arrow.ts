import { measure } from "./measure.ts";

/** Points at something; its text is the person's. From the tip to the tail. */
export const arrow = measure({
  id: "arrow",
  points: 2,
  figures: () => [],
  outlines: ([tip, tail]) => [{ points: [tail, tip], closed: false, head: true }],
});
