import { parseDicom } from "#io/dicom/parse.ts";
import type { MeasurementReport, ReportedNumber } from "#io/measurement-report.ts";
import { readReport } from "#io/readers/report.ts";
import { isRefusal } from "#io/refusal.ts";
import type { Given } from "../arguments.ts";
import { refusal, usageError } from "../exit.ts";
import { filesUnder } from "../files.ts";
import { options } from "../texts.ts";
import type { Command, Context } from "./command.ts";

export const report: Command = {
  name: "report",
  summary: "the measurements that a DICOM report (SR, TID 1500) holds",
  usage: "FILE [--json]",
  about:
    "Lists the groups of a measurement report, ours or another program's: the region, the segment it was measured in, how, and every number with its code and unit. A number that is there as text and as float64 is shown as float64, which is exact; where the two disagree, none is shown.",
  options: [options.json],
  operands: 1,
  examples: [
    { say: "what another program measured", line: "radiomica report measurements.dcm" },
    {
      say: "one feature of every region",
      line: `radiomica report sr.dcm --json | jq '.groups[] | [.name, (.numbers[] | select(.concept.value == "RNU0").value)]'`,
    },
  ],
  async run(given: Given, { host }: Context): Promise<void> {
    const [path] = given.operands;
    if (path === undefined) throw usageError("The report is missing: radiomica report FILE");
    const [file, ...others] = await filesUnder("FILE", path);
    if (file === undefined || others.length > 0) throw usageError(`"${path}" is not one file.`);
    const parsed = parseDicom(path, await file.bytes());
    const found = isRefusal(parsed) ? parsed : readReport(parsed);
    if (isRefusal(found)) throw refusal("report_refused", found.finding.detail, { path, code: found.finding.code });
    await host.out(given.has("json") ? `${JSON.stringify(found, null, 2)}\n` : asText(found));
  },
};

function asText({ title, date, time, complete, verified, groups }: MeasurementReport): string {
  const state = [complete ? "complete" : "partial", verified ? "verified" : "not verified"].join(", ");
  const lines = [`${title.meaning} of ${date || "an unknown day"} ${time.slice(0, 6)} (${state})`];
  for (const { name, finding, site, segment, algorithm, numbers } of groups) {
    const of = [finding?.meaning, site?.meaning].filter(Boolean).join(", ");
    lines.push(`Region "${name}"${of ? `: ${of}` : ""}`);
    if (segment) lines.push(`  segment ${segment.number ?? "(all)"} of ${segment.sopInstanceUid}`);
    if (algorithm.name) lines.push(`  by ${algorithm.name} ${algorithm.version}`.trimEnd());
    for (const parameter of algorithm.parameters) lines.push(`  ${parameter}`);
    lines.push(...numbers.map(line));
  }
  return `${lines.join("\n")}\n`;
}

function line({ concept, value, unit, methods, remark }: ReportedNumber): string {
  const measured =
    value === null ? `no value (${remark || "no reason given"})` : `${value} ${unit?.value ?? ""}`.trimEnd();
  const how = methods.map((m) => m.meaning || m.value).join(", ");
  return `  ${concept.meaning} [${concept.scheme} ${concept.value}]${how ? `, ${how}` : ""}: ${measured}`;
}
