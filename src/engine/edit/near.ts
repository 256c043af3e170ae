import { grown } from "./distances.ts";
import type { Option, Region } from "./operation.ts";

/** Another segment, and a margin around it. Segments of one series never share a voxel: nearness is what relates them. */
export const nearOther = {
  other: { kind: "segment" },
  mm: { kind: "number", unit: "mm", min: 0, max: 100, initial: 0 },
} as const satisfies Record<string, Option>;

/** 1 within the margin of the other segment. */
export const near = (region: Region, mm: number): Uint8Array =>
  mm > 0 ? grown(region.other, mm, region) : region.other;
