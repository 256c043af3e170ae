import { gridFigures } from "#io/readers/grid-match.ts";
import type { Finding } from "#io/series.ts";
import type { Given } from "../arguments.ts";
import { usageError } from "../exit.ts";
import { fractionOf, openStudy, type Study } from "../study.ts";
import { suvOptions, suvRequestOf } from "../suv.ts";
import { options } from "../texts.ts";
import type { Command, Context } from "./command.ts";

export const info: Command = {
  name: "info",
  summary: "what images and masks hold, and what is doubtful in them",
  usage: "--image DIR|FILE [--mask FILE] [--json]",
  about:
    "Loads images and masks as extract does and lists them: series with grid, unit and verdict, regions with their voxels, files that were left out and why. Nothing is measured.",
  options: [
    options.image,
    options.mask,
    options.series,
    options.fraction,
    ...suvOptions,
    options.threads,
    options.json,
  ],
  examples: [
    { say: "the series of a study and the regions that lie with them", line: "radiomica info --image study/" },
    {
      say: "the names of a plan's regions",
      line: "radiomica info -i CT/ -m RS.dcm --json | jq '.masks[].regions[].name'",
    },
  ],
  async run(given: Given, { host, log }: Context): Promise<void> {
    if (given.all("image").length === 0) throw usageError("--image is missing: --image DIR|FILE");
    const pool = host.createPool(host.threads);
    try {
      const request = {
        images: given.all("image"),
        masks: given.all("mask"),
        series: given.one("series"),
        suv: suvRequestOf(given),
        fraction: fractionOf(given),
      };
      const study = await openStudy(request, pool, log, host.signal);
      await host.out(given.has("json") ? `${JSON.stringify(described(study), null, 2)}\n` : asText(study));
    } finally {
      pool.close();
    }
  },
};

const said = ({ level, code, detail }: Finding) => ({ level, code, detail });

const described = ({ series, segmentations, refusals }: Study) => ({
  series: series.map((s) => ({
    id: s.id,
    seriesInstanceUid: s.seriesInstanceUid,
    modality: s.modality,
    description: s.description,
    grid: s.image.grid,
    unit: s.image.unit,
    range: s.range,
    valueChain: s.valueChain,
    use: s.use,
    findings: s.findings.map(said),
  })),
  masks: segmentations.map((m) => ({
    path: m.path,
    kind: m.kind,
    label: m.label,
    series: m.seriesId,
    regions: m.segments.map(({ name, number, voxels }) => ({ name, number, voxels })),
    findings: m.findings.map(said),
  })),
  refused: refusals.map(({ path, finding }) => ({ path, ...said(finding) })),
});

function asText({ series, segmentations, refusals }: Study): string {
  const lines: string[] = [];
  const tell = (findings: readonly Finding[]) => {
    for (const { level, code, detail } of findings) lines.push(`  ${level}: ${detail} [${code}]`);
  };
  for (const s of series) {
    lines.push(`Series ${s.id}`, `  ${s.modality} "${s.description}": ${gridFigures(s.image.grid)}`);
    lines.push(`  Values ${s.range[0]} to ${s.range[1]} ${s.image.unit} (${s.valueChain})`);
    lines.push(`  ${s.use === "volume" ? "May be measured in 3D" : "May be measured within slices only"}`);
    tell(s.findings);
  }
  for (const m of segmentations) {
    lines.push(`Mask ${m.path}`, `  ${m.kind} "${m.label}" on series ${m.seriesId}`);
    for (const { name, number, voxels } of m.segments) lines.push(`  ${number ?? "-"}  "${name}"  ${voxels} voxels`);
    tell(m.findings);
  }
  const left = refusals.filter((r) => r.finding.level !== "info");
  if (left.length > 0) lines.push("Left out");
  for (const { path, finding } of left) lines.push(`  ${path}: ${finding.detail} [${finding.code}]`);
  return `${lines.join("\n")}\n`;
}
