import type { Aggregation, Recipe } from "../recipe.ts";

/** A processing configuration of the IBSI, for which it publishes reference values. */
export type IbsiConfiguration = {
  readonly id: "digital_phantom" | "A" | "B" | "C" | "D" | "E";
  readonly name: string;
  readonly recipe: Recipe;
};

const in2d: readonly Aggregation[] = ["2D_avg", "2D_mrg", "2.5D_dir", "2.5D_mrg"];
const in3d: readonly Aggregation[] = ["3D_avg", "3D_mrg"];
const texture = { distance: 1, weighting: "none", coarseness: 0 } as const;
const none = { method: "none" } as const;
const whole = { range: [null, null], outlierSigma: null } as const;
const trilinear = {
  dimensionality: "3D",
  spacing: [2, 2, 2],
  image: "linear",
  mask: "linear",
  maskThreshold: 0.5,
  round: true,
} as const;

/** IBSI-1 chapter 5: the digital phantom, and configurations A to E of the lung CT. */
export const ibsiConfigurations: readonly IbsiConfiguration[] = [
  {
    id: "digital_phantom",
    name: "IBSI digital phantom",
    recipe: {
      interpolation: null,
      resegmentation: whole,
      discretisation: none,
      ivh: none,
      aggregations: [...in2d, ...in3d],
      texture,
    },
  },
  {
    id: "A",
    name: "IBSI configuration A",
    recipe: {
      interpolation: null,
      resegmentation: { range: [-500, 400], outlierSigma: null },
      discretisation: { method: "FBS", width: 25 },
      ivh: none,
      aggregations: in2d,
      texture,
    },
  },
  {
    id: "B",
    name: "IBSI configuration B",
    recipe: {
      interpolation: { ...trilinear, dimensionality: "2D", spacing: [2, 2, 3] },
      resegmentation: { range: [-500, 400], outlierSigma: null },
      discretisation: { method: "FBN", bins: 32 },
      ivh: none,
      aggregations: in2d,
      texture,
    },
  },
  {
    id: "C",
    name: "IBSI configuration C",
    recipe: {
      interpolation: trilinear,
      resegmentation: { range: [-1000, 400], outlierSigma: null },
      discretisation: { method: "FBS", width: 25 },
      ivh: { method: "FBS", width: 2.5 },
      aggregations: in3d,
      texture,
    },
  },
  {
    id: "D",
    name: "IBSI configuration D",
    recipe: {
      interpolation: trilinear,
      resegmentation: { range: [null, null], outlierSigma: 3 },
      discretisation: { method: "FBN", bins: 32 },
      ivh: none,
      aggregations: in3d,
      texture,
    },
  },
  {
    id: "E",
    name: "IBSI configuration E",
    recipe: {
      interpolation: { ...trilinear, image: "cubic" },
      resegmentation: { range: [-1000, 400], outlierSigma: 3 },
      discretisation: { method: "FBN", bins: 32 },
      ivh: { method: "FBN", bins: 1000 },
      aggregations: in3d,
      texture,
    },
  },
];
