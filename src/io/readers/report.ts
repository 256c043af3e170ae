import type { Code } from "../code.ts";
import type { Dataset, DicomFile } from "../dicom/dataset.ts";
import type { MeasurementReport, ReportedGroup, ReportedNumber } from "../measurement-report.ts";
import { refuse } from "../refusal.ts";
import type { Refusal } from "../series.ts";
import { codeOf } from "./code-item.ts";

const CONTENT = "0040A730";
const VALUE_TYPE = "0040A040";
const CONCEPT_NAME = "0040A043";
const REPORT = "126000";
const MEASUREMENT_GROUP = "125007";
/** Containers within containers; TID 1500 has three. */
const MAX_DEPTH = 16;

/**
 * The measurement groups of a structured report with all their numbers. A number is its float64 where the report has
 * one, else the decimal text. Content that is not of a measurement group is passed over. Refused: a report without any group
 * that is no measurement report either.
 */
export function readReport(file: DicomFile): MeasurementReport | Refusal {
  const { dataset, path } = file;
  const title = conceptOf(dataset) ?? { value: "", scheme: "", meaning: "" };
  const groups = [...measurementGroups(dataset, 0)].map(readGroup);
  if (groups.length === 0 && title.value !== REPORT) {
    const what = title.meaning || "no title";
    const detail = `This structured report (${what}) was not read: it holds no measurement group.`;
    return refuse(path, "unsupported", detail, { title: what });
  }
  return {
    id: file.sopInstanceUid || path,
    title,
    studyUid: dataset.string("0020000D") ?? "",
    seriesUid: dataset.string("0020000E") ?? "",
    date: dataset.string("00080023") ?? "",
    time: dataset.string("00080033") ?? "",
    complete: dataset.string("0040A491") === "COMPLETE",
    verified: dataset.string("0040A493") === "VERIFIED",
    groups,
  };
}

function* measurementGroups(container: Dataset, depth: number): Iterable<Dataset> {
  if (depth > MAX_DEPTH) return;
  for (const item of container.sequence(CONTENT)) {
    if (item.string(VALUE_TYPE) !== "CONTAINER") continue;
    const name = conceptOf(item);
    if (name?.value === MEASUREMENT_GROUP && name.scheme === "DCM") yield item;
    else yield* measurementGroups(item, depth + 1);
  }
}

function readGroup(group: Dataset): ReportedGroup {
  const items = group.sequence(CONTENT);
  const named = (...codes: string[]) => items.filter((item) => codes.includes(conceptOf(item)?.value ?? ""));
  const text = (code: string) => named(code)[0]?.string("0040A160") ?? "";
  const uid = (code: string) => named(code)[0]?.string("0040A124") ?? "";
  const reference = named("121191", "121214")[0]?.sequence("00081199")[0];
  return {
    name: text("112039"),
    trackingUid: uid("112040"),
    finding: codedValue(named("121071")[0]),
    site: codedValue(named("363698007", "G-C0E3")[0]),
    segment: reference
      ? { sopInstanceUid: reference.string("00081155") ?? "", number: reference.number("0062000B") ?? null }
      : null,
    sourceSeriesUid: uid("121232"),
    algorithm: { name: text("111001"), version: text("111003"), parameters: texts(named("111002")) },
    numbers: items.filter((item) => item.string(VALUE_TYPE) === "NUM" || isReason(item)).map(readNumber),
  };
}

/** Text in a number's place, as we write it of a feature that has no value. */
const isReason = (item: Dataset): boolean =>
  item.string(VALUE_TYPE) === "TEXT" &&
  item.sequence(CONTENT).some((child) => conceptOf(child)?.value === "111002" && textOf(child)?.startsWith("id="));

function readNumber(item: Dataset): ReportedNumber {
  const children = item.sequence(CONTENT);
  const named = (...codes: string[]) => children.filter((child) => codes.includes(conceptOf(child)?.value ?? ""));
  const measured = item.sequence("0040A300")[0];
  const decimal = measured?.number("0040A30A");
  const exact = measured?.number("0040A161");
  const comment = texts(named("121106")).join(" ");
  const qualifier = codeOf(item.sequence("0040A301")[0])?.meaning ?? "";
  const both = decimal !== undefined && exact !== undefined;
  const disagree = both && Math.abs(decimal - exact) > 1e-5 * Math.max(Math.abs(decimal), Math.abs(exact));
  const given = exact ?? decimal ?? null;
  const remark = disagree
    ? `Its two values disagree: ${decimal} as text, ${exact} as number.`
    : qualifier
      ? `${qualifier}${given === null ? "" : ` (${given} is given)`}${comment ? `: ${comment}` : ""}`
      : comment || (textOf(item) ?? "");
  return {
    concept: conceptOf(item) ?? { value: "", scheme: "", meaning: "" },
    // Every qualifier says that the number is none: not a number, overflow, failure, out of range …
    value: disagree || qualifier ? null : given,
    unit: codeOf(measured?.sequence("004008EA")[0]),
    methods: named("370129005", "G-C036", "121401").flatMap((child) => codedValue(child) ?? []),
    parameters: texts(named("111002")),
    remark,
  };
}

const texts = (items: readonly Dataset[]): string[] => items.flatMap((item) => textOf(item) ?? []);
const textOf = (item: Dataset): string | undefined => item.string("0040A160");
const conceptOf = (item: Dataset): Code | null => codeOf(item.sequence(CONCEPT_NAME)[0]);
const codedValue = (item: Dataset | undefined): Code | null => codeOf(item?.sequence("0040A168")[0]);
