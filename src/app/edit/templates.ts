import i18next from "i18next";
import type { Segment, SegmentProperty } from "#session/session.ts";
import type { SessionStore } from "#session/store.ts";

const sct = (value: string, meaning: string) => ({ value, scheme: "SCT", meaning });

/** Segments that are drawn again and again: what they are of, in coded terms. Their names are translated. */
export const templates = [
  {
    id: "lesion",
    property: {
      category: sct("49755003", "Morphologically Abnormal Structure"),
      type: sct("52988006", "Lesion"),
    },
  },
  { id: "ring", property: { category: sct("85756007", "Tissue"), type: sct("85756007", "Tissue") } },
  { id: "liver", property: { category: sct("123037004", "Anatomical Structure"), type: sct("10200004", "Liver") } },
  {
    id: "background",
    property: {
      category: sct("309825002", "Spatial and Relational Concept"),
      type: { value: "125040", scheme: "DCM", meaning: "Background" },
    },
  },
] as const satisfies readonly { id: string; property: SegmentProperty }[];

export type TemplateId = (typeof templates)[number]["id"];

/** A name that is free: itself, or with the next number ("Liver reference 2"). */
export function freeNameOf(name: string, segments: readonly Segment[]): string {
  const names = new Set(segments.map((s) => s.name));
  for (let n = 1; ; n++) {
    const found = n === 1 ? name : `${name} ${n}`;
    if (!names.has(found)) return found;
  }
}

/** Adds a segment of a template, named and coded, as one step; returns its label, 0 where all are taken. */
export function addFromTemplate(
  store: SessionStore,
  seriesId: string,
  id: TemplateId,
  where: "active" | "own" = "active",
): number {
  const template = templates.find((t) => t.id === id) ?? templates[0];
  const free = freeNameOf(i18next.t(`reading.template.${id}`), store.state.series[seriesId]?.segments ?? []);
  return store.addSegment(seriesId, free, undefined, where, template.property);
}
