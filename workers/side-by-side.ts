import type { JobOptions } from "./protocol.ts";

/**
 * Parts of one piece of work, run at once: the results in order, progress summed over the parts. The first failure
 * aborts the others, as the signal does.
 */
export async function sideBySide<T>(
  parts: readonly ((options: JobOptions) => Promise<T>)[],
  options: JobOptions = {},
): Promise<T[]> {
  const aborter = new AbortController();
  const abort = () => aborter.abort();
  options.signal?.addEventListener("abort", abort, { once: true });
  if (options.signal?.aborted) abort();
  const progress = parts.map(() => ({ done: 0, total: 1 }));
  const report = (part: number, done: number, total: number, what: string) => {
    progress[part] = { done, total };
    const sum = (key: "done" | "total") => progress.reduce((all, p) => all + p[key], 0);
    options.onProgress?.(sum("done"), sum("total"), what);
  };
  try {
    return await Promise.all(
      parts.map((run, i) =>
        run({
          ...options,
          signal: aborter.signal,
          onProgress: (done, total, what) => report(i, done, total, what),
        }),
      ),
    );
  } catch (error) {
    abort(); // one part cannot be had: the others are not waited for
    throw error;
  } finally {
    options.signal?.removeEventListener("abort", abort);
  }
}
