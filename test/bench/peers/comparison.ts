import { costOf, type Three, three } from "../figures.ts";
import type { PeerName } from "./environments.ts";
import type { Job, Peer } from "./peer.ts";

/** One job of a peer, and what we set beside it. */
export type Comparison = {
  readonly name: string;
  readonly peer: PeerName;
  readonly job: Job;
  /** Its cost is taken off the peer's: what a program does before it begins (reading a file, say). */
  readonly floor?: Job;
  readonly turns: number;
  readonly ours: readonly Ours[];
};

export type Ours = {
  readonly name: string;
  /** Gives how many values it computed, where it counts them. */
  readonly run: () => number | undefined;
  /** Peer's time over ours that must be reached, and the goal. */
  readonly must?: number;
  readonly goal?: number;
  /** How many of our runs one of the peer's is worth (a map of more voxels, say). */
  readonly share?: number;
};

export type Row = {
  readonly name: string;
  readonly ours: string;
  readonly peer: PeerName;
  readonly theirTime: Three;
  readonly ourTime: Three;
  readonly ratio: Three;
  readonly values: readonly [number, number | undefined];
  readonly must?: number;
  readonly goal?: number;
};

/** Why a comparison has no row. */
export type Missing = { readonly name: string; readonly peer: PeerName; readonly reason: string };

/** Milliseconds of ours in one turn: short works run again and again, and a turn holds its part of collecting garbage. */
const TURN = 100;
/** Milliseconds, and runs, that warm up the compiler before the first turn. */
const [WARM, MOST] = [300, 20];

const timesWithin = (ms: number, each = ms): number => Math.max(1, Math.min(MOST, Math.floor(ms / each)));

function warmUp(run: () => unknown): void {
  run();
  const begun = performance.now();
  for (let k = 1; k < MOST && performance.now() - begun < WARM; k++) run();
}

/** All comparisons by turns: in every turn each peer's job, then ours, one after the other. */
export async function compare(
  comparisons: readonly Comparison[],
  peers: ReadonlyMap<PeerName, Peer>,
  say: (line: string) => void,
): Promise<{ rows: Row[]; missing: Missing[] }> {
  const missing: Missing[] = [];
  const gone = new Set<Comparison>();
  const times = new Map(
    comparisons.map((c) => [c, { theirs: [] as number[], ours: c.ours.map(() => [] as number[]) }]),
  );
  const floors = new Map<Comparison, number>();
  const values = new Map<Comparison, [number, (number | undefined)[]]>();
  for (const { ours } of comparisons) for (const { run } of ours) warmUp(run);
  const most = Math.max(0, ...comparisons.map(({ turns }) => turns));
  for (let turn = 0; turn < most; turn++) {
    for (const comparison of comparisons) {
      if (turn >= comparison.turns || gone.has(comparison)) continue;
      const { name, peer, job, floor, ours } = comparison;
      const running = peers.get(peer);
      try {
        if (!running) throw new Error("not installed");
        // A first answer holds imports and compilers of the peer's own: not counted.
        if (turn === 0 && comparison.turns > 2) await running.run(job);
        const answer = await running.run(job);
        const before = floor ? (await running.run(floor)).cpu : 0;
        if (before > 0) floors.set(comparison, before);
        const mine = times.get(comparison);
        const counts = ours.map(({ run, share }, i) => {
          let count: number | undefined;
          const repeats = timesWithin(TURN, times.get(comparison)?.ours[i].at(-1));
          const cost = costOf(() => {
            for (let k = 0; k < repeats; k++) count = run();
          });
          mine?.ours[i].push((cost.cpu / repeats) * (share ?? 1));
          return count;
        });
        mine?.theirs.push(Math.max(0.01, answer.cpu - before));
        values.set(comparison, [answer.values, counts]);
        say(`turn ${turn + 1}, ${peer}, ${name}: ${answer.cpu.toFixed(0)} ms`);
      } catch (error) {
        gone.add(comparison);
        missing.push({ name, peer, reason: (error as Error).message });
        say(`${peer}, ${name}: ${(error as Error).message}`);
      }
    }
  }
  const rows = comparisons.flatMap((comparison): Row[] => {
    const { theirs, ours } = times.get(comparison) ?? { theirs: [], ours: [] };
    if (theirs.length === 0) return [];
    // Its own work is lost in the noise of its start.
    if (three(theirs)[1] < 0.1 * (floors.get(comparison) ?? 0)) {
      const reason = `it costs no more than its start and the reading of its files (${three(theirs)[1].toFixed(0)} ms beyond them)`;
      missing.push({ name: comparison.name, peer: comparison.peer, reason });
      return [];
    }
    return comparison.ours.map(({ name, must, goal }, i) => ({
      name: comparison.name,
      ours: name,
      peer: comparison.peer,
      theirTime: three(theirs),
      ourTime: three(ours[i]),
      ratio: three(theirs.map((t, k) => t / ours[i][k])),
      values: [values.get(comparison)?.[0] ?? 0, values.get(comparison)?.[1][i]],
      must,
      goal,
    }));
  });
  return { rows, missing };
}
