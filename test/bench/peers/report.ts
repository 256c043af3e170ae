import { bandwidth, day, machine, short, type Three } from "../figures.ts";
import type { Missing, Row } from "./comparison.ts";
import { reasonFor } from "./reasons.table.ts";

const range = ([least, middle, most]: Three): string => `${short(least)} / **${short(middle)}** / ${short(most)}`;

/** "hit", or "miss" with its reason; a goal is told where it is reached. */
export function verdict(found: number, must: number | undefined, goal: number | undefined, name: string): string {
  if (must === undefined) return "";
  const told = `must ${Math.round(10 * must) / 10}${goal === undefined ? "" : `, goal ${goal}`}`;
  if (goal !== undefined && found >= goal) return `${told}: **goal hit**`;
  if (found >= must) return `${told}: **hit**`;
  return `${told}: **miss**: ${reasonFor(name)}`;
}

/** What is under a heading: date, machine, versions. */
export const runLine = (versions: readonly string[], busy: string): string =>
  [`*${day()}; ${machine()}. ${busy}*`, ...versions.map((v) => `*${v}*`)].join("  \n");

/** A table of ratios: peer's time, ours, and the ratio of the turns as least / median / greatest. */
export function ratioTable(rows: readonly Row[], missing: readonly Missing[]): string {
  const lines = rows.map((row) => {
    const [theirs, ours] = row.values;
    const counts = ours === undefined ? "" : ` (${theirs} / ${ours} values)`;
    const name = `${row.peer} ${row.name} ${row.ours}`;
    const cells = [
      `${row.name}${counts}`,
      row.peer,
      row.ours,
      short(row.theirTime[1]),
      short(row.ourTime[1]),
      range(row.ratio),
      verdict(row.ratio[1], row.must, row.goal, name),
    ];
    return `| ${cells.join(" | ")} |`;
  });
  const gaps = missing.map(({ name, peer, reason }) => `* ${peer}, ${name}: not measured, ${reason}`);
  return [
    "| work (values: theirs / ours) | peer | ours | peer ms | ours ms | times faster: least / median / greatest | target |",
    "|---|---|---|---:|---:|---|---|",
    ...lines,
    "",
    ...gaps,
  ].join("\n");
}

/** How near a pass over a whole image comes to copying it. */
export function bandwidthNote(rows: readonly Row[], voxels: number): string {
  const speed = bandwidth();
  const copy = ((16 * voxels) / speed) * 1000;
  const list = rows.map(({ name, ours, ourTime }) => `${name}, ${ours}: ${short(ourTime[1] / copy)}`);
  return `A plain copy of float64 moves ${(speed / 1e9).toFixed(1)} GB/s here (read and written): ${short(copy)} ms for this image. Copies in the time of each: ${list.join("; ")}.`;
}
