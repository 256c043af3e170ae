import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { featureById } from "#engine/features/index.ts";
import { voxelCount } from "#engine/grid.ts";
import { extract } from "#engine/plan/extract.ts";
import type { ExtractionInput } from "#engine/plan/extraction.ts";
import { isReason, type Reason } from "#engine/reason.ts";
import { readNifti } from "#io/readers/nifti.ts";
import { type Case, type Configuration, cases, configurations, mirpSettings, unitOf } from "./mirp-jobs.ts";
import { type Comparison, report } from "./mirp-report.ts";

const VERSION = "2.7.0";
const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const print = (line: string) => process.stdout.write(`${line}\n`);

type Job = { readonly id: string; readonly of: Case; readonly by: Configuration };

/**
 * Compares every feature with MIRP's, and writes docs/peers-mirp.md. Installs MIRP from PyPI into a throw-away
 * environment. `--case TEXT` and `--config ID` choose, `--python FILE` takes an environment that is there already,
 * `--values FILE` MIRP's values from an earlier run. The page is written where all cases and configurations are there.
 * Ends with an exit code of 1 where a difference has no written reason.
 */
export function main(argv: readonly string[]): void {
  const option = (name: string): string | undefined => argv[argv.indexOf(`--${name}`) + 1 || argv.length];
  const jobs = cases
    .filter(({ name }) => name.includes(option("case") ?? ""))
    .flatMap((of) => configurations.map((by): Job => ({ id: `${of.name} ${by.id}`, of, by })))
    .filter(({ by }) => by.id === (option("config") ?? by.id));
  if (jobs.length === 0) {
    print("skipped, no data");
    return;
  }
  const folder = mkdtempSync(join(tmpdir(), "radiomica-mirp-"));
  try {
    const values = option("values") ?? join(folder, "values.jsonl");
    if (option("values") === undefined) runMirp(jobs, folder, option("python") ?? install(folder), values);
    const [versions, ...results] = readFileSync(values, "utf8").trim().split("\n").map(parse);
    const compared = jobs.flatMap((job) => {
      const found = results.find(({ id }) => id === job.id);
      return found === undefined ? [] : compare(job, found.values as Readonly<Record<string, number | null>>);
    });
    const { text, unexplained } = report(compared, versions as Readonly<Record<string, string>>);
    if (results.length === cases.length * configurations.length) writeFileSync(here("../../docs/peers-mirp.md"), text);
    else print(text);
    for (const line of unexplained) print(`no reason: ${line}`);
    print(`${compared.length} values compared, ${unexplained.length} differ without a reason`);
    if (unexplained.length > 0) process.exitCode = 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const parse = (line: string): Record<string, unknown> => JSON.parse(line);

/** A virtual environment with the version above; gives its Python. */
function install(folder: string): string {
  const python = join(folder, "environment/bin/python");
  execFileSync("python3", ["-m", "venv", join(folder, "environment")]);
  print(`installing MIRP ${VERSION} …`);
  execFileSync(python, ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", `mirp==${VERSION}`]);
  return python;
}

function runMirp(jobs: readonly Job[], folder: string, python: string, values: string): void {
  const list = join(folder, "jobs.json");
  const told = jobs.map(({ id, of, by }) => {
    const recipe = by.recipe(of.modality);
    const settings = mirpSettings(recipe, of.modality, by.families);
    return { id, image: of.image, mask: of.mask, aggregations: recipe.aggregations, settings };
  });
  writeFileSync(list, JSON.stringify(told));
  const env = { ...process.env, OMP_NUM_THREADS: "1", OPENBLAS_NUM_THREADS: "1" };
  // Isolated (-I): a file beside the script that is called like a package must not stand for it.
  const { status } = spawnSync(python, ["-I", here("run-mirp.py"), list, values], { stdio: "inherit", env });
  if (status !== 0) throw new Error(`MIRP ended with ${status}.`);
}

function inputOf({ image, mask, modality }: Case): ExtractionInput {
  const read = (path: string) => {
    const found = readNifti(path, gunzipSync(readFileSync(path)));
    if ("finding" in found) throw new Error(found.finding.detail);
    const data = new Float32Array(voxelCount(found.grid));
    found.read(0, data);
    return { grid: found.grid, data };
  };
  return { image: { ...read(image), unit: unitOf[modality] }, labels: Uint8Array.from(read(mask).data), label: 1 };
}

/** MIRP's words for aggregations, as its column names spell them. */
const aggregationOf: Readonly<Record<string, string>> = {
  "2d_avg": "2D_avg",
  "2d_s_mrg": "2D_mrg",
  "2.5d_d_mrg": "2.5D_dir",
  "2.5d_v_mrg": "2.5D_mrg",
  "3d_avg": "3D_avg",
  "3d_v_mrg": "3D_mrg",
  "2d": "2D_avg",
  "2.5d": "2.5D_mrg",
  "3d": "3D_mrg",
};

/** "cm_energy_d1_3d_v_mrg_fbs_w25.0" → ["cm_energy", "3D_mrg"]. */
function readColumn(column: string): { tag: string; aggregation: string | null } {
  const bare = column.replace(/_(fbs_w|fbn_n)[\d.]+$/, "");
  const [, tag, aggregation] = /^(.*?)(?:_d[\d.]+)?(?:_a[\d.]+)?_(2(?:\.5)?d.*|3d.*)$/.exec(bare) ?? [bare, bare, ""];
  return /^(cm|rlm|szm|dzm|ngt|ngl)_/.test(bare)
    ? { tag, aggregation: aggregationOf[aggregation] ?? aggregation }
    : { tag: bare, aggregation: null };
}

function compare({ id, of, by }: Job, theirs: Readonly<Record<string, number | null>>): Comparison[] {
  const found = new Map<string, number | null>();
  for (const [column, value] of Object.entries(theirs)) {
    const { tag, aggregation } = readColumn(column);
    found.set(`${tag} ${aggregation}`, value);
  }
  const { rows } = extract(inputOf(of), by.recipe(of.modality));
  print(`${id}: ${rows.length} values of ours`);
  const wanted = rows.filter(({ family }) => by.families === undefined || by.families.some((f) => f === family));
  return wanted.map((row): Comparison => {
    const tag = featureById(row.id)?.feature.tag ?? "";
    const ours: number | Reason = "value" in row ? row.value : row;
    const value = found.get(`${tag} ${row.aggregation}`);
    return {
      job: id,
      configuration: by.id,
      ivh: by.recipe(of.modality).ivh.method,
      family: row.family,
      tag,
      aggregation: row.aggregation,
      ours: isReason(ours) ? ours.reason : ours,
      theirs: value === undefined ? "missing" : value === null ? "none" : value,
    };
  });
}
