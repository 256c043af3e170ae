import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { completeParams, type FilterSettings, filterById, isFilterProblem } from "#engine/filters/index.ts";

const here = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const dims = [40, 37, 32] as const;
const spacing = [1, 1.1, 1.25] as const;
/** Greatest difference, relative to the largest response, that rounding explains. */
const LIMIT = 1e-10;

/**
 * npm run peers:scipy: our filters against SciPy and PyWavelets on a seeded image. Installs them from PyPI into a
 * throw-away environment; PYTHON names another interpreter to make it from. Ends with exit code 1 at a difference.
 */
export function main(): void {
  const folder = mkdtempSync(join(tmpdir(), "radiomica-scipy-"));
  try {
    const python = join(folder, "env", "bin", "python");
    execFileSync(process.env.PYTHON ?? "python3", ["-m", "venv", join(folder, "env")], { stdio: "inherit" });
    execFileSync(python, ["-m", "pip", "install", "-q", "numpy", "scipy", "PyWavelets"], { stdio: "inherit" });
    const cases: FilterSettings[] = JSON.parse(readFileSync(here("scipy-cases.json"), "utf8"));
    const input = JSON.stringify({ dims, spacing, cases });
    const versions = execFileSync(python, [here("scipy.py"), folder], { input, encoding: "utf8" }).trim();
    const read = (name: string) => {
      const bytes = readFileSync(join(folder, `${name}.f64`));
      return new Float64Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
    };
    const image = { dims, spacing, data: read("image") };
    print(`${versions}; ${dims.join(" × ")} voxels; greatest difference relative to the largest response`);
    cases.forEach((settings, n) => {
      const filter = filterById(settings.id);
      const params = completeParams(settings);
      if (filter === undefined || isFilterProblem(params)) throw new Error(`Case ${n} is not a filter`);
      const ours = filter.apply(image, params);
      const theirs = read(String(n));
      let worst = 0;
      let largest = 0;
      for (let i = 0; i < ours.length; i++) {
        worst = Math.max(worst, Math.abs(ours[i] - theirs[i]));
        largest = Math.max(largest, Math.abs(theirs[i]));
      }
      const relative = worst / largest;
      const mark = relative <= LIMIT ? "" : "  ←";
      print(`${relative.toExponential(1).padStart(9)}  ${settings.id} ${JSON.stringify(settings.params)}${mark}`);
      if (!(relative <= LIMIT)) process.exitCode = 1;
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const print = (line: string) => process.stdout.write(`${line}\n`);
