import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";

export type PeerName = "PyRadiomics" | "MIRP" | "pictologics" | "Nyxus";

type Steps = readonly (readonly string[])[];

/** Exact versions, so that two runs speak of the same programs. Several ways are tried in turn. */
const recipes: Readonly<Record<PeerName, { pythons: readonly string[]; ways: readonly Steps[] }>> = {
  PyRadiomics: {
    pythons: ["python3"],
    // Its sdist builds against an old NumPy, without saying so; that of 3.1.0 calls itself 3.0.1a1, and pip may turn it down.
    ways: ["3.1.0", "3.0.1"].map((version) => [
      ["setuptools<69", "wheel", "versioneer", "cython<3", "numpy<2"],
      ["--no-build-isolation", `pyradiomics==${version}`],
      ["scipy==1.11.4"],
    ]),
  },
  MIRP: { pythons: ["python3"], ways: [[["mirp==2.7.0"]]] },
  // It wants Python 3.12 to 3.14.
  pictologics: { pythons: ["python3.14", "python3.13", "python3.12", "python3"], ways: [[["pictologics==0.9.0"]]] },
  Nyxus: { pythons: ["python3"], ways: [[["nyxus==0.11.0", "nibabel"]]] },
};

export const peerNames = Object.keys(recipes) as PeerName[];

/**
 * A throw-away environment for each peer below `folder`: its Python, or why it does not install. An environment that is
 * there from an earlier run (`--environments FOLDER`) is used again. `PYTHON_<NAME>` names an interpreter.
 */
export function install(name: PeerName, folder: string): { python: string } | { reason: string } {
  const place = join(folder, name);
  const python = join(place, "bin/python");
  if (existsSync(join(place, "ready"))) return { python };
  const { pythons, ways } = recipes[name];
  const own = process.env[`PYTHON_${name.toUpperCase()}`];
  let reason = "no Python that starts";
  for (const interpreter of own ? [own] : pythons) {
    try {
      execFileSync(interpreter, ["--version"], { stdio: "ignore" });
    } catch {
      continue;
    }
    for (const steps of ways) {
      try {
        execFileSync(interpreter, ["-m", "venv", "--clear", place], { stdio: "ignore" });
        for (const step of steps) {
          const args = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", ...step];
          execFileSync(python, args, { stdio: ["ignore", "ignore", "pipe"], encoding: "utf8" });
        }
        execFileSync("touch", [join(place, "ready")]);
        return { python };
      } catch (error) {
        const said = String((error as { stderr?: string }).stderr ?? error).trim();
        reason = said.split("\n").findLast((line) => line.includes("ERROR")) ?? said.split("\n").at(-1) ?? said;
      }
    }
  }
  return { reason };
}
