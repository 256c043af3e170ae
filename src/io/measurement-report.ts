import type { Code } from "./code.ts";

/** A measured number. */
export type ReportedNumber = {
  readonly concept: Code;
  /** Null where the report gives none, or two that disagree, or qualifies it as invalid: `remark` says why. */
  readonly value: number | null;
  readonly unit: Code | null;
  /** How it was measured: an aggregation of the IBSI, for instance. */
  readonly methods: readonly Code[];
  readonly parameters: readonly string[];
  readonly remark: string;
};

/** A measurement group: what was measured of one region. */
export type ReportedGroup = {
  readonly name: string;
  readonly trackingUid: string;
  readonly finding: Code | null;
  readonly site: Code | null;
  /** The segment it was measured in; `number` is null where the segmentation as a whole was named. */
  readonly segment: { readonly sopInstanceUid: string; readonly number: number | null } | null;
  readonly sourceSeriesUid: string;
  readonly algorithm: { readonly name: string; readonly version: string; readonly parameters: readonly string[] };
  readonly numbers: readonly ReportedNumber[];
};

/** A measurement report (TID 1500). */
export type MeasurementReport = {
  readonly id: string;
  readonly title: Code;
  readonly studyUid: string;
  readonly seriesUid: string;
  /** YYYYMMDD and HHMMSS as written; "" where they are missing. */
  readonly date: string;
  readonly time: string;
  readonly complete: boolean;
  readonly verified: boolean;
  readonly groups: readonly ReportedGroup[];
};
