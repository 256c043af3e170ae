import type { Family } from "../family.ts";
import { firstOrder } from "./first-order.ts";
import { glcm } from "./glcm.ts";
import { gldm } from "./gldm.ts";
import { glrlm } from "./glrlm.ts";
import { glszm } from "./glszm.ts";
import { ngtdm } from "./ngtdm.ts";
import { shape } from "./shape.ts";
import { shape2d } from "./shape-2d.ts";

/** Sound for the reason given in ../index.ts: a family's features only receive what its own `prepare` gave. */
const sealed = <P>(family: Family<P>): Family<unknown> => family as Family<unknown>;

/** PyRadiomics' feature classes, in its order. To add one: its file, and its line here. */
export const pyradiomicsFamilies: readonly Family<unknown>[] = [
  sealed(shape),
  sealed(shape2d),
  sealed(firstOrder),
  sealed(glcm),
  sealed(glrlm),
  sealed(glszm),
  sealed(gldm),
  sealed(ngtdm),
];
