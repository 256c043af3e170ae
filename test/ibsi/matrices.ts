import { compareMatrices as compareWith, type MatrixComparison } from "#app/conformance/matrices.ts";
import { digitalPhantom, publishedMatrices } from "#app/conformance/phantom.ts";
import { ibsiConfigurations } from "#engine/plan/ibsi-configurations.ts";
import { prepareRoi } from "#engine/process/prepare-roi.ts";

/** The 88 matrices the IBSI prints for its digital phantom, beside ours. */
export const compareMatrices = (): MatrixComparison[] =>
  compareWith(prepareRoi(digitalPhantom(), ibsiConfigurations[0].recipe).roi, publishedMatrices);
