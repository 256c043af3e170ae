import { completeParamsOf } from "./complete-params.ts";
import { exponential } from "./exponential.ts";
import type { Filter, FilterId, FilterParams, FilterProblem, FilterSettings } from "./filter.ts";
import { gabor } from "./gabor.ts";
import { gaussian } from "./gaussian.ts";
import { gradient } from "./gradient.ts";
import { laplacianOfGaussian } from "./laplacian-of-gaussian.ts";
import { laws } from "./laws.ts";
import { localBinaryPattern2d } from "./lbp-2d.ts";
import { localBinaryPattern3d } from "./lbp-3d.ts";
import { logarithm } from "./logarithm.ts";
import { mean } from "./mean.ts";
import { problem } from "./params.ts";
import { rieszLog, rieszSimoncelli } from "./riesz.ts";
import { simoncelli } from "./simoncelli.ts";
import { square } from "./square.ts";
import { squareRoot } from "./square-root.ts";
import { wavelet } from "./wavelet.ts";

export type {
  Boundary,
  Filter,
  FilterId,
  FilterImage,
  FilterParam,
  FilterParams,
  FilterProblem,
  FilterProblemCode,
  FilterSettings,
} from "./filter.ts";

/** All filters: those of the standard in the manual's order, then the others. */
export const filters: readonly Filter[] = [
  mean,
  laplacianOfGaussian,
  laws,
  gabor,
  wavelet,
  simoncelli,
  rieszLog,
  rieszSimoncelli,
  gaussian,
  square,
  squareRoot,
  logarithm,
  exponential,
  gradient,
  localBinaryPattern2d,
  localBinaryPattern3d,
];

/** The filter of an id; undefined for an unknown one. */
export const filterById = (id: FilterId): Filter | undefined => filters.find((filter) => filter.id === id);

/** Complete parameters of a filter's settings, or what is wrong with them: unknown filter, unknown or bad parameter. */
export function completeParams(settings: FilterSettings): FilterParams | FilterProblem {
  const filter = filterById(settings.id);
  if (filter === undefined) {
    const detail = `No filter is called "${settings.id}"; there are ${filters.map((f) => f.id).join(", ")}.`;
    return problem("unknown_filter", "id", detail);
  }
  return completeParamsOf(filter, settings);
}

/** True for what `completeParams` gives where something is wrong: no parameter is called "detail". */
export const isFilterProblem = (value: FilterParams | FilterProblem): value is FilterProblem => "detail" in value;
