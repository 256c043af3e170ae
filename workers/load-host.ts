import type { LoadHost } from "#io/series.ts";
import type { Pool } from "./protocol.ts";
import { allocateFloat32 } from "./shared.ts";

/** What the loader needs, done by a pool's workers: frames decoded and files hashed there, voxels in shared memory. */
export const loadHostOf = (
  pool: Pool,
  more: Omit<Partial<LoadHost>, "allocate" | "decode" | "hash"> = {},
): LoadHost => ({
  allocate: allocateFloat32,
  decode: async (job, out, signal) => {
    const returned = await pool.run("decode", { job, out }, { signal: signal ?? more.signal, priority: 1 });
    if (returned) out.set(returned);
  },
  hash: (bytes) => pool.run("hash", { bytes }, { signal: more.signal }),
  gunzip: (path, bytes, left) => pool.run("gunzip", { path, bytes, left }, { signal: more.signal }),
  readVolumes: async (path, bytes, outs) => {
    const { facts, returned } = await pool.run("read_volumes", { path, bytes, outs }, { signal: more.signal });
    returned?.forEach((values, i) => {
      if (values !== outs[i]) outs[i].set(values);
    });
    return facts;
  },
  concurrency: pool.size + 1,
  ...more,
});
