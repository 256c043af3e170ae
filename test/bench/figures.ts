import { readFileSync, writeFileSync } from "node:fs";
import { cpus, loadavg, totalmem } from "node:os";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

export const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1];

export const quantile = (values: readonly number[], q: number): number =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(q * values.length))] ?? 0;

/** Least, median, greatest. */
export type Three = readonly [number, number, number];
export const three = (values: readonly number[]): Three => [Math.min(...values), median(values), Math.max(...values)];

/** Three digits that mean something. */
export function short(x: number): string {
  if (x >= 100) return String(Math.round(x)).replace(/\B(?=(\d{3})+$)/g, " ");
  return x >= 10 ? x.toFixed(1) : x.toFixed(2);
}

export type Cost = { readonly cpu: number; readonly wall: number };

/** Milliseconds of this process (user and system, its compiler and collector too) and by the clock. */
export function costOf(run: () => void): Cost {
  const begun = performance.now();
  const start = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(start);
  return { cpu: (user + system) / 1000, wall: performance.now() - begun };
}

/** Resident bytes that `run` adds at its peak; null where the system keeps no such count (Linux does). */
export function peakOf(run: () => void): number | null {
  try {
    setFlagsFromString("--expose-gc");
    (runInNewContext("gc") as () => void)();
    writeFileSync("/proc/self/clear_refs", "5");
    const before = resident("VmRSS");
    run();
    return resident("VmHWM") - before;
  } catch {
    return null;
  }
}

const resident = (field: string): number =>
  1024 * Number(new RegExp(`^${field}:\\s*(\\d+) kB`, "m").exec(readFileSync("/proc/self/status", "utf8"))?.[1]);

/** Bytes a second of a plain copy (read and written), the best of five. */
export function bandwidth(): number {
  const from = new Float64Array(2 ** 23).fill(1);
  const to = new Float64Array(from.length);
  const times = [0, 1, 2, 3, 4].map(() => costOf(() => to.set(from)).cpu);
  return (2 * from.byteLength) / (Math.min(...times) / 1000);
}

export function machine(): string {
  const [load] = loadavg();
  const memory = Math.round(totalmem() / 2 ** 30);
  return `${cpus().length} × ${cpus()[0]?.model.trim() ?? "unknown processor"}, ${memory} GB, load ${load.toFixed(1)} at the start, Node ${process.version}`;
}

export const day = (): string => new Date().toISOString().slice(0, 10);
