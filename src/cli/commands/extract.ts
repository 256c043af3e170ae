import { extname } from "node:path";
import { featuresCsv } from "#io/writers/csv.ts";
import { featuresJson } from "#io/writers/json.ts";
import { type Given, whole } from "../arguments.ts";
import { checkWritable, writeAtomically } from "../atomic-file.ts";
import type { Configuration } from "../configuration.ts";
import { readConfigurations } from "../configurations.ts";
import { cancelled, refusal, usageError } from "../exit.ts";
import { refuseInputAsOutput } from "../files.ts";
import type { Log } from "../log.ts";
import { isMeantFor, measureAll } from "../measure.ts";
import { type Region, regionsFor } from "../regions.ts";
import { fractionOf, openStudy } from "../study.ts";
import { suvOptions, suvRequestOf } from "../suv.ts";
import { options } from "../texts.ts";
import { judgeData, judgeRecipes } from "../verdicts.ts";
import type { Command, Context } from "./command.ts";

export const extract: Command = {
  name: "extract",
  summary: "features of the regions of an image, as CSV or JSON",
  usage: "--image DIR|FILE --mask FILE [--config FILE|PRESET] --out FILE.csv|FILE.json [OPTIONS]",
  about:
    "Measures every region of a mask with every configuration: the IBSI's features, its diagnostics, and where each number comes from. A feature that is not defined for a region has its reason in place of a value. What would give wrong numbers is refused.",
  options: [
    options.image,
    options.mask,
    options.config,
    options.out,
    options.format,
    options.layout,
    options.overwrite,
    options.roi,
    options.exclude,
    options.series,
    options.fraction,
    ...suvOptions,
    options.accept,
    options.threads,
    options.paths,
  ],
  examples: [
    {
      say: "every structure of a plan, with the settings in a file",
      line: "radiomica extract --image CT/ --mask RS.dcm --config recipe.json --out features.csv",
    },
    {
      say: "a NIfTI pair with a configuration of the IBSI, everything in one JSON",
      line: "radiomica extract --image ct.nii.gz --mask gtv.nii.gz --config ibsi-c --out features.json",
    },
    {
      say: "two regions, two sets of settings, a row for each",
      line: "radiomica extract -i study/ -m RS.dcm -r 'GTV*' -r Liver -c fine.json -c coarse.json --layout wide -o features.csv",
    },
    {
      say: "in a script: try again later where that can help",
      line: 'radiomica extract -i "$DIR" -m "$DIR/RS.dcm" -c ct -o out.csv --log run.ndjson -q; [ $? -eq 75 ] && retry',
    },
  ],
  run,
};

type Target = { readonly path: string; readonly format: "csv" | "json"; readonly layout: "long" | "wide" };

async function run(given: Given, { host, log }: Context): Promise<void> {
  if (given.all("image").length === 0) throw usageError("--image is missing: --image DIR|FILE");
  const target = targetOf(given);
  const threads = given.has("threads") ? whole("--threads", given.one("threads") ?? "", 1, 256) : host.threads;
  const configurations = await readConfigurations(given.all("config"), log);
  const overwrite = given.has("overwrite");
  if (target.path !== "-") {
    await checkWritable(target.path, overwrite);
    await refuseInputAsOutput(given, target.path);
  }
  const pool = host.createPool(threads);
  try {
    const request = {
      images: given.all("image"),
      masks: given.all("mask"),
      series: given.one("series"),
      suv: suvRequestOf(given),
      fraction: fractionOf(given),
    };
    const study = await openStudy(request, pool, log, host.signal);
    const regions = regionsFor(study, given, log);
    const meant = meantFor(configurations, regions, given, log);
    judgeData(regions, given.all("accept"), log);
    judgeRecipes(regions, meant, given.all("accept"), log);
    const context = {
      pool,
      log,
      signal: host.signal,
      now: host.now(),
      includePaths: given.has("paths"),
      segmentations: study.segmentations,
    };
    const results = await measureAll(regions, meant, context);
    const content = target.format === "csv" ? featuresCsv(results, { layout: target.layout }) : featuresJson(results);
    if (host.signal.aborted) throw cancelled();
    if (target.path === "-") await host.out(content);
    else await writeAtomically(target.path, content, { overwrite, signal: host.signal });
    const counts = { regions: regions.length, configurations: meant.length, bytes: content.length };
    log.say("info", "written", `${results.length} results written to ${target.path}`, { path: target.path, ...counts });
  } finally {
    pool.close();
  }
}

function targetOf(given: Given): Target {
  const path = given.one("out");
  if (path === undefined) throw usageError("--out is missing: --out FILE.csv or --out FILE.json");
  const extension = extname(path).slice(1).toLowerCase();
  const format = given.one("format") ?? extension;
  if (format !== "csv" && format !== "json") {
    const what = given.has("format") ? `--format: "${format}" is` : `--out: the name "${path}" ends in`;
    throw usageError(`${what} neither csv nor json. Name the file so, or give --format csv or --format json.`);
  }
  const layout = given.one("layout") ?? "long";
  if (layout !== "long" && layout !== "wide") throw usageError(`--layout is long or wide; it is "${layout}".`);
  if (given.has("layout") && format === "json") throw usageError("--layout belongs to CSV; the output is JSON.");
  return { path, format, layout };
}

/**
 * The configurations, with the number of the region that a parameter file names: --roi is heeded before it. Throws a
 * refusal where no region has that number.
 */
function meantFor(
  configurations: readonly Configuration[],
  regions: readonly Region[],
  given: Given,
  log: Log,
): Configuration[] {
  const said = new Set<string>();
  const tell = (what: string) => {
    if (!said.has(what)) log.say("info", "config", what);
    said.add(what);
  };
  return configurations.map((config) => {
    const { label, ...free } = config;
    if (label === undefined) return config;
    if (given.has("roi")) {
      tell(`${config.name}: "label: ${label}" is not used, for --roi chooses the regions.`);
      return free;
    }
    if (!regions.some((region) => isMeantFor(config, region))) {
      const list = regions.map((r) => `  ${r.segment.number ?? "-"}  "${r.name}"`).join("\n");
      const detail = `The settings "${config.name}" are for region ${label} ("label: ${label}"), and no region has that number; choose with --roi. Regions:\n${list}`;
      throw refusal("region_unknown", detail, { label, regions: regions.map((r) => r.name) });
    }
    tell(
      regions.some((r) => r.segmentation.kind === "RTSTRUCT")
        ? `${config.name}: "label: ${label}" is not used for a structure set, whose regions have names; --roi chooses.`
        : `${config.name}: region ${label} is measured ("label: ${label}").`,
    );
    return config;
  });
}
