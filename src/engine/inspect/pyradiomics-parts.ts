import type { Family } from "../features/family.ts";
import { totalOf } from "../features/matrices/counts.ts";
import type { LevelSizes } from "../features/matrices/level-sizes.ts";
import { halfDirections } from "../features/matrices/neighbours.ts";
import type { ToneDifferences } from "../features/matrices/tone-differences.ts";
import { flatAxis, stepsAt } from "../features/pyradiomics/directions.ts";
import { type AlongSteps, coOccurrences, glcm } from "../features/pyradiomics/glcm.ts";
import { gldm } from "../features/pyradiomics/gldm.ts";
import { glrlm, runsAlong } from "../features/pyradiomics/glrlm.ts";
import { glszm } from "../features/pyradiomics/glszm.ts";
import { ngtdm } from "../features/pyradiomics/ngtdm.ts";
import { completed } from "../pyradiomics-settings.ts";
import { isReason, type Reason } from "../reason.ts";
import type { Recipe } from "../recipe.ts";
import type { Roi } from "../roi.ts";
import { type MatrixFamily, type MatrixPart, type MatrixSource, sourceOf, tonePart } from "./matrix.ts";

type PyradiomicsFamily = Extract<MatrixFamily, `pyradiomics.${string}`>;

/** The matrices of PyRadiomics' families: of the volume, one for each direction or one of all. */
export function pyradiomicsParts(roi: Roi, recipe: Recipe, family: PyradiomicsFamily): readonly MatrixPart[] | Reason {
  const { distances, gldm_a, symmetricalGLCM } = completed(recipe.pyradiomics);
  const flat = flatAxis(recipe);
  const around = () => stepsAt(roi.dims, distances, flat);
  switch (family) {
    case "pyradiomics.glcm":
      return along(roi, recipe, glcm, coOccurrences(roi, recipe), { kind: "pairs", oneWay: !symmetricalGLCM });
    case "pyradiomics.glrlm":
      return along(roi, recipe, glrlm, runsAlong(roi, recipe), { kind: "runs" });
    case "pyradiomics.glszm": {
      const steps = halfDirections(roi.dims, 1, true).filter((step) => flat === null || step[flat] === 0);
      return whole(glszm.prepare(roi, recipe, null), sourceOf({ kind: "zones", steps }));
    }
    case "pyradiomics.gldm": {
      const coarseness = Math.floor(Math.min(gldm_a, 65_535));
      return whole(gldm.prepare(roi, recipe, null), sourceOf({ kind: "dependences", steps: around(), coarseness }));
    }
    case "pyradiomics.ngtdm": {
      const found = ngtdm.prepare(roi, recipe, null);
      const source = sourceOf({ kind: "differences", steps: around(), lonely: true });
      return isReason(found) ? found : found.map((m: ToneDifferences) => tonePart(m, null, source));
    }
  }
}

/** Parts along one step each, or one of all steps. */
function along<P>(
  roi: Roi,
  recipe: Recipe,
  family: Family<P>,
  matrices: readonly AlongSteps[] | Reason,
  source: Pick<MatrixSource, "kind"> & Partial<MatrixSource>,
): readonly MatrixPart[] | Reason {
  if (isReason(matrices)) return matrices;
  const prepared = family.prepare(roi, recipe, null);
  if (isReason(prepared)) return prepared;
  return matrices.map(({ counts, steps }, k) => ({
    slice: null,
    direction: steps.length === 1 ? steps[0] : null,
    source: sourceOf({ ...source, steps }),
    counts,
    sums: null,
    total: totalOf(counts),
    prepared: prepared[k],
  }));
}

const whole = (found: readonly LevelSizes[] | Reason, source: MatrixSource): readonly MatrixPart[] | Reason =>
  isReason(found)
    ? found
    : found.map((prepared) => ({
        slice: null,
        direction: null,
        source,
        counts: prepared.counts,
        sums: null,
        total: prepared.total,
        prepared,
      }));
