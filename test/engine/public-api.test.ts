import { expect, test } from "vitest";
import * as engine from "#engine/index.ts";

test("the engine's public names: a new one is added here on purpose, and none disappears by accident", () => {
  expect(Object.keys(engine).sort()).toEqual([
    "ENGINE_VERSION",
    "IBSI_1",
    "RadiomicaError",
    "aggregationCode",
    "aggregations",
    "asProfile",
    "checkRecipe",
    "defaultReasons",
    "defaultRecipe",
    "describeImage",
    "extract",
    "extractBank",
    "families",
    "familiesOf",
    "familyById",
    "featureById",
    "filterById",
    "filterLabel",
    "filters",
    "ibsiConfigurations",
    "indexToWorld",
    "isRadiomicaError",
    "isReason",
    "prepareRoi",
    "undefinedBecause",
    "voxelCount",
    "worldToIndex",
  ]);
});
