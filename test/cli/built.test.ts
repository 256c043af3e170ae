import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "vite";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makers } from "#demo/generate.ts";
import { onData, shared } from "../helpers/load-files.ts";
import { aFolder, eventsOf, written } from "./a-command.ts";
import { niftiFile } from "./a-nifti.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
let built = "";

beforeAll(async () => {
  // Inside the project, so that packages are found.
  built = mkdtempSync(join(root, "node_modules/.radiomica-cli-"));
  await build({ root, configFile: join(root, "vite.cli.config.ts"), logLevel: "error", build: { outDir: built } });
}, 60_000);
afterAll(() => rmSync(built, { recursive: true, force: true }));

type Run = {
  args: readonly string[];
  env?: Record<string, string>;
  shell?: string;
  onLine?: (line: string, kill: (s: NodeJS.Signals) => void) => void;
};

/** The built command line in a process of its own; `shell` comes before it in a shell. */
function radiomica({ args, env = {}, shell, onLine }: Run): Promise<{ code: number | null; out: string; err: string }> {
  const script = join(built, "radiomica.js");
  const child = shell
    ? spawn("bash", ["-c", `${shell}; exec "$0" "$@"`, process.execPath, script, ...args], {
        env: { ...process.env, ...env },
      })
    : spawn(process.execPath, [script, ...args], { env: { ...process.env, ...env } });
  let out = "";
  let err = "";
  child.stdout.on("data", (data) => {
    out += data;
  });
  child.stderr.on("data", (data) => {
    err += data;
    onLine?.(String(data), (signal) => child.kill(signal));
  });
  return new Promise((resolve) => child.on("close", (code) => resolve({ code, out, err })));
}

/** A block of noise with three balls in it, large enough that measuring takes a while. */
function balls(n: number): { folder: string; image: string; mask: string } {
  const values = new Float32Array(n ** 3);
  const labels = new Float32Array(n ** 3);
  let seed = 2026;
  for (let i = 0; i < values.length; i++) {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    values[i] = (seed >>> 20) / 7 - 200;
    const at = [i % n, Math.floor(i / n) % n, Math.floor(i / (n * n))];
    for (const label of [1, 2, 3]) {
      const c = (n * label) / 4;
      if (Math.hypot(at[0] - c, at[1] - c, at[2] - n / 2) < n / 9) labels[i] = label;
    }
  }
  const folder = aFolder();
  const [image, mask] = [join(folder, "image.nii"), join(folder, "balls.nii")];
  writeFileSync(image, niftiFile([n, n, n], [1, 1, 2], values));
  writeFileSync(mask, niftiFile([n, n, n], [1, 1, 2], labels));
  return { folder, image, mask };
}

const fixed = { SOURCE_DATE_EPOCH: "1767323045" };

describe("the built command line", () => {
  it("gives the same bytes on one thread and on several, for one region and for many", async () => {
    const { folder, image, mask } = balls(36);
    for (const choice of [["-r", "1"], []]) {
      const bytes: string[] = [];
      for (const threads of ["1", "2", "5"]) {
        const out = join(folder, `out-${choice.length}-${threads}.json`);
        const args = [
          "extract",
          "-i",
          image,
          "-m",
          mask,
          "-c",
          "mr",
          "-c",
          "ibsi-a",
          "-t",
          threads,
          "-o",
          out,
          ...choice,
        ];
        const { code, err } = await radiomica({ args, env: fixed });
        expect([code, err.includes("Warning")]).toEqual([0, false]);
        bytes.push(readFileSync(out, "utf8"));
      }
      expect(bytes[1] === bytes[0] && bytes[2] === bytes[0]).toBe(true);
      expect(JSON.parse(bytes[0]).results).toHaveLength(choice.length > 0 ? 2 : 6);
    }
  });

  it("gives the same bytes of a bank and of maps on any number of threads", async () => {
    const { folder, image, mask } = balls(30);
    const bank = join(folder, "bank.json");
    const wavelets = { id: "wavelet", params: { family: "db2", band: ["LLH", "LHL", "HHH"] } };
    const filters = [null, { id: "log", params: { sigma: [2, 3] } }, wavelets];
    writeFileSync(bank, JSON.stringify({ discretisation: { method: "FBN", bins: 16 }, filters }));
    const common = ["-i", image, "-m", mask, "-r", "1"];
    const found: string[] = [];
    for (const threads of ["1", "2", "5"]) {
      const table = join(folder, `${threads}.csv`);
      const maps = join(folder, `maps-${threads}`);
      const extract = ["extract", ...common, "-c", bank, "-o", table, "-t", threads];
      expect((await radiomica({ args: extract, env: fixed })).code).toBe(0);
      const map = ["map", ...common, "-c", "ibsi-a", "-f", "glcm.j*", "-f", "ngtdm.*", "-o", `${maps}/`, "-t", threads];
      expect((await radiomica({ args: map, env: fixed })).code).toBe(0);
      const files = readdirSync(maps).sort();
      expect(files).toHaveLength(2 * (4 + 5));
      found.push([table, ...files.map((name) => join(maps, name))].map((p) => readFileSync(p, "latin1")).join());
    }
    expect(found[1] === found[0] && found[2] === found[0]).toBe(true);
  });

  it.each(["SIGINT", "SIGTERM"] as const)(
    "%s in the middle: 75, nothing written, what was there stays",
    async (signal) => {
      const { folder, image, mask } = balls(72);
      const out = join(folder, "out.csv");
      writeFileSync(out, "precious");
      const args = ["extract", "-i", image, "-m", mask, "-c", "ibsi-a", "-c", "ibsi-c", "--overwrite", "-o", out];
      let sent = false;
      const { code, err } = await radiomica({
        args,
        onLine(line, kill) {
          if (sent || !line.includes('"measuring"')) return;
          sent = true;
          kill(signal);
        },
      });
      expect(sent).toBe(true);
      expect(code).toBe(75);
      expect(eventsOf(err).at(-1)).toMatchObject({ level: "error", event: "interrupted", exit: 75 });
      expect(readFileSync(out, "utf8")).toBe("precious");
      expect(readdirSync(folder).sort()).toEqual(["balls.nii", "image.nii", "out.csv"]);
    },
  );

  it("killed outright leaves no output", async () => {
    const { folder, image, mask } = balls(72);
    const args = ["extract", "-i", image, "-m", mask, "-c", "ibsi-a", "-o", join(folder, "out.csv")];
    const { code } = await radiomica({ args, onLine: (line, kill) => line.includes('"region"') && kill("SIGKILL") });
    expect(code).toBeNull();
    expect(readdirSync(folder).sort()).toEqual(["balls.nii", "image.nii"]);
  });

  it("no room for the file: 75, no half file", async () => {
    const { folder, image, mask } = written(makers["digital-phantom"]());
    const out = join(folder, "out.json");
    const args = ["extract", "-i", image, "-m", mask, "-c", "ibsi-digital-phantom", "-o", out];
    const { code, err } = await radiomica({ args, shell: "trap '' XFSZ; ulimit -f 16" });
    expect(eventsOf(err).at(-1)).toMatchObject({ level: "error", event: "efbig", exit: 75 });
    expect(code).toBe(75);
    expect(readdirSync(folder).filter((name) => name.includes("out"))).toEqual([]);
  });

  it("says its version", async () => {
    const { out, code } = await radiomica({ args: ["--version"] });
    expect([code, out]).toEqual([0, `${JSON.parse(readFileSync(join(root, "package.json"), "utf8")).version}\n`]);
  });

  onData("finds its decoders: lossless encodings of one CT are one, lossy ones are read", async () => {
    const folder = shared("data/transfer-syntax");
    const info = async (path: string) => {
      const { code, out } = await radiomica({ args: ["info", "-i", join(folder, path), "--json", "-q"] });
      expect([path, code]).toEqual([path, 0]);
      return JSON.parse(out).series[0].range.join();
    };
    const encoded = (uid: string) =>
      readdirSync(join(folder, "ct")).find((name) => name.endsWith(`_1.2.840.10008.1.2${uid}.dcm`));
    const ranges = new Set<string>();
    for (const uid of ["", ".1", ".2", ".1.99", ".4.57", ".4.70", ".4.80", ".4.90", ".5"]) {
      ranges.add(await info(join("ct", encoded(uid) ?? uid)));
    }
    expect(ranges.size).toBe(1);
    for (const uid of [".4.50", ".4.81", ".4.91"]) await info(join("ct", encoded(uid) ?? uid));
    await info("rgb/HTJ2KLossless_08_RGB.dcm");
  });
});

it("the engine as a library", async () => {
  const engine = await import(/* @vite-ignore */ join(built, "engine.js"));
  expect(Object.keys(engine)).toEqual(expect.arrayContaining(["extract", "ibsiConfigurations", "families"]));
});
