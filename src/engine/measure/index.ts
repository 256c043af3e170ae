import { angle } from "./angle.ts";
import { arrow } from "./arrow.ts";
import { bidirectional } from "./bidirectional.ts";
import { ellipse } from "./ellipse.ts";
import { length } from "./length.ts";
import type { Measure } from "./measure.ts";
import { probe } from "./probe.ts";
import { rectangle } from "./rectangle.ts";

/** Every way to measure by hand. To add one: its file, its line here, and its key and picture in app/commands/tools.ts. */
export const measures = [length, bidirectional, angle, ellipse, rectangle, probe, arrow] as const;

export type MeasureId = (typeof measures)[number]["id"];

const byId = new Map<string, Measure>(measures.map((m) => [m.id, m]));
/** The measure of an id. */
export const measureOf = (id: MeasureId): Measure => byId.get(id) as Measure;
export const isMeasureId = (id: string): id is MeasureId => byId.has(id);
