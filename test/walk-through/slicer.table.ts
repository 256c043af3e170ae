import type { Action } from "./action.ts";

/*
 * The same three in 3D Slicer, counted from its documentation of the Segment Editor and of Segment Statistics (read
 * November 2026; addresses in the page). Where it leaves open whether something is needed, it is not counted.
 */
const click = (say: string): Action => ({ kind: "click", say });
const begin: readonly Action[] = [click("open the module Segment Editor"), click("Add: a new segment")];
const ball: readonly Action[] = [
  click("switch on Sphere brush"),
  { kind: "wheel", say: "Shift + wheel: size of the brush" },
];

export const inSlicer: Readonly<Record<"nodule" | "hot" | "brain", readonly Action[]>> = {
  nodule: [
    ...begin,
    click("effect Threshold"),
    { kind: "type", say: "lower threshold" },
    click("Use for masking"),
    click("effect Paint"),
    ...ball,
    click("on the nodule"),
  ],
  hot: [
    ...begin,
    click("effect Paint"),
    ...ball,
    { kind: "wheel", say: "scroll to the lesion" },
    click("on the lesion"),
    click("open the module Segment Statistics"),
    click("Apply, and read the maximum"),
    click("back to Segment Editor"),
    click("Add: a second segment"),
    click("Masking: editable area inside the first segment"),
    click("effect Threshold"),
    { kind: "type", say: "lower threshold: 41 % of the maximum, worked out by hand" },
    click("Apply"),
  ],
  brain: [
    ...begin,
    click("effect Threshold"),
    { kind: "type", say: "lower threshold" },
    click("Use for masking"),
    click("effect Paint"),
    ...ball,
    click("on the tumour"),
    click("Masking: editable intensity range off"),
    click("effect Islands"),
    click("Add selected island"),
    click("in the dark middle"),
  ],
};
