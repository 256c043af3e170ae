import { colormapTable } from "./colormaps.table.ts";

/** Perceptually uniform maps, grey, and one for differences ("vik"), whose middle is zero. */
export const colormapIds = ["viridis", "cividis", "magma", "inferno", "plasma", "grey", "vik"] as const;
export type ColormapId = (typeof colormapIds)[number];

const made = new Map<ColormapId, Uint8Array>();

/** 256 colours from lowest to highest, three bytes (red, green, blue) each. */
export function colormap(id: ColormapId): Uint8Array {
  const known = made.get(id);
  if (known) return known;
  const bytes = new Uint8Array(768);
  if (id === "grey") for (let i = 0; i < 768; i++) bytes[i] = Math.floor(i / 3);
  else for (let i = 0; i < 768; i++) bytes[i] = Number.parseInt(colormapTable[id].slice(2 * i, 2 * i + 2), 16);
  made.set(id, bytes);
  return bytes;
}

/** The map as a CSS gradient, lowest first. */
export function cssGradient(id: ColormapId, towards: "to right" | "to top"): string {
  const colors = colormap(id);
  const stops = Array.from({ length: 17 }, (_, i) => {
    const at = 3 * Math.min(255, i * 16);
    return `rgb(${colors.subarray(at, at + 3).join(" ")})`;
  });
  return `linear-gradient(${towards}, ${stops.join(", ")})`;
}
