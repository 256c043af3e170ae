import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

/** What a peer says of a job: milliseconds, values it computed, resident bytes added at the peak. */
export type Answer = { readonly cpu: number; readonly wall: number; readonly values: number; readonly peak: number };
export type Job = Readonly<Record<string, string | number>> & { readonly job: string };

export type Peer = { readonly versions: string; readonly run: (job: Job) => Promise<Answer>; readonly end: () => void };

/** Every library a peer brings is told to keep to one thread. */
const oneThread = Object.fromEntries(
  ["OMP", "OPENBLAS", "MKL", "NUMEXPR", "NUMBA", "PICTOLOGICS"].map((name) => [`${name}_NUM_THREADS`, "1"]),
);

/** One long-lived Python process; `folder` is where both sides find the images. */
export async function startPeer(name: string, python: string, folder: string): Promise<Peer> {
  const script = fileURLToPath(new URL("peer.py", import.meta.url));
  const env = {
    ...process.env,
    ...oneThread,
    ITK_GLOBAL_DEFAULT_NUMBER_OF_THREADS: "1",
    PICTOLOGICS_DISABLE_WARMUP: "1",
  };
  // Isolated (-I): a file beside the script that is called like a package must not stand for it.
  const child: ChildProcess = spawn(python, ["-I", script, name, folder], { env, stdio: ["pipe", "pipe", "inherit"] });
  const { stdin, stdout } = child;
  if (!stdin || !stdout) throw new Error(`${name} has no pipes.`);
  const lines = createInterface({ input: stdout });
  const waiting: { resolve: (line: string) => void; reject: (error: Error) => void }[] = [];
  // Programs print as they like: an answer is a line with our mark.
  lines.on("line", (line) => line.startsWith("@@") && waiting.shift()?.resolve(line.slice(2)));
  child.on("exit", (code) => {
    for (const { reject } of waiting.splice(0)) reject(new Error(`${name} ended with ${code}.`));
  });
  const next = () => new Promise<string>((resolve, reject) => waiting.push({ resolve, reject }));
  const { versions } = JSON.parse(await next()) as { versions: string };
  return {
    versions,
    run: async (job) => {
      const answer = next();
      stdin.write(`${JSON.stringify(job)}\n`);
      const found = JSON.parse(await answer) as Answer & { error?: string };
      if (found.error !== undefined) throw new Error(`${name}, ${job.job}: ${found.error}`);
      return found;
    },
    end: () => stdin.end(),
  };
}
