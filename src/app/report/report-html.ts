import type { TFunction } from "i18next";
import type { Discretisation } from "#engine/recipe.ts";
import { dicomDate, featureUnit, fullValue, intensityUnit, labValue, personName } from "../format.ts";
import type { Language } from "../i18n/index.ts";
import type { Methods } from "../methods/index.ts";
import { placeOnBar, type Verdict } from "../workbench/reference/verdict.ts";
import { type BiomarkerRow, type RegionFacts, type ReportFacts, VERDICT_REGIONS } from "./facts.ts";
import { type Html, html } from "./markup.ts";
import { sheet } from "./sheet.ts";

export type ReportWords = {
  readonly t: TFunction;
  readonly language: Language;
  /** How the numbers came about, in the same language. */
  readonly methods: Methods;
};

/**
 * The report as one HTML file that needs nothing else: styles for screen and paper within, pictures as data, no script,
 * and a policy that lets nothing be loaded. All that comes from files or persons is escaped.
 */
export function reportHtml(facts: ReportFacts, words: ReportWords): string {
  const { t, language, methods } = words;
  const title = `${t("report.doc.title")}: ${facts.seriesDescription || facts.modality}`;
  const policy = "default-src 'none'; img-src data:; style-src 'unsafe-inline'";
  const body = html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width">
<meta name="generator" content="Radiomica ${facts.provenance.software.version}">
<title>${title}</title>
<style>${{ html: sheet }}</style>
</head>
<body>
<header>
<h1>${t("report.doc.title")}</h1>
<p class="research">${t("report.doc.research")}</p>
</header>
${caseOf(facts, t)}
${facts.regions.map((region) => regionOf(region, facts, t))}
${notesOf(facts, t)}
${qualityOf(facts, t)}
${
  facts.comment !== "" &&
  html`<section><h2>${t("report.doc.comment")}</h2><p class="comment">${facts.comment}</p></section>`
}
<section>
<h2>${t("report.doc.methods")}</h2>
${methods.paragraphs.map((text) => html`<p>${text}</p>`)}
<h3>${t("report.doc.references")}</h3>
<ol>${methods.references.map((text) => html`<li>${text}</li>`)}</ol>
</section>
${provenanceOf(facts, t)}
<footer>${t("report.doc.research")}</footer>
</body>
</html>
`;
  return body.html;
}

const line = (name: string, value: string): Html | null =>
  value === "" ? null : html`<tr><th scope="row">${name}</th><td>${value}</td></tr>`;
const lines = (all: readonly (Html | null)[]): readonly Html[] => all.filter((l) => l !== null);

function caseOf({ patient, ...facts }: ReportFacts, t: TFunction): Html {
  const sex = patient?.sex;
  const told = patient && [
    line(t("report.doc.name"), personName(patient.name)),
    line(t("report.doc.id"), patient.id),
    line(t("report.doc.birthDate"), dicomDate(patient.birthDate)),
    line(t("report.doc.sex"), sex === "M" || sex === "F" || sex === "O" ? t(`sex.${sex}`) : (sex ?? "")),
  ];
  return html`<section>
<h2>${t("report.doc.case")}</h2>
<table class="facts"><tbody>
${lines([
  ...(told ?? []),
  line(t("report.doc.date"), dicomDate(facts.studyDate)),
  line(t("report.doc.study"), facts.studyDescription),
  line(t("report.doc.series"), facts.seriesDescription),
  line(t("report.doc.modality"), facts.modality),
  line(t("report.doc.manufacturer"), facts.manufacturer),
])}
</tbody></table>
</section>`;
}

function regionOf(region: RegionFacts, facts: ReportFacts, t: TFunction): Html {
  const columns = [
    t("report.doc.biomarker"),
    t("report.doc.value"),
    t("report.doc.unit"),
    t("report.doc.method"),
    ...(facts.repeatability ? [t("report.doc.repeatability")] : []),
    ...(facts.reference === null ? [] : [t("report.doc.interval")]),
  ];
  return html`<section class="region">
<h2><span class="dot" style="background: rgb(${region.color.map(Number).join(" ")})"></span> ${t("report.doc.region", { name: region.name })}
<small>${t("report.doc.voxels", { count: region.voxels })}</small></h2>
${region.note !== "" && html`<p>${region.note}</p>`}
<div class="pictures">
${region.pictures.map(
  ({ url, ...where }) => html`<figure><img src="${url}" alt="${t("report.doc.picture", where)}">
<figcaption>${t("report.doc.picture", where)}</figcaption></figure>`,
)}
</div>
<table class="biomarkers">
<thead><tr>${columns.map((name) => html`<th scope="col">${name}</th>`)}</tr></thead>
<tbody>
${region.rows.map((row) => rowOf(row, facts, t))}
</tbody>
</table>
</section>`;
}

function rowOf(row: BiomarkerRow, facts: ReportFacts, t: TFunction): Html {
  const { value, verdict } = row;
  const number = typeof value === "number";
  const flag = verdict?.kind === "compared" ? verdict.flag : "";
  return html`<tr data-feature="${row.key}">
<th scope="row">${row.name}</th>
${
  number
    ? html`<td class="value" data-value="${fullValue(value)}" title="${fullValue(value)}">${labValue(value)}${
        flag !== "" && html` <b>${t(`reference.flag.${flag}`)}</b>`
      }</td>`
    : html`<td class="none" title="${value.detail}">${t(`reason.${value.reason}`)}</td>`
}
<td>${featureUnit(row.unit, facts.unit)}</td>
<td class="method">${methodOf(row, facts, t)}</td>
${facts.repeatability && html`<td>${repeated(row, facts, t)}</td>`}
${facts.reference !== null && html`<td>${against(verdict, number ? value : null, t)}</td>`}
</tr>`;
}

/** "ACUI, 3D mrg (IAZD), bins of 25 HU". */
function methodOf(row: BiomarkerRow, { unit }: ReportFacts, t: TFunction): string {
  const where = row.aggregation && `${t(`aggregationShort.${row.aggregation}`)} (${row.aggregationCode})`;
  return [row.ibsi ?? t("report.doc.noCode"), where, row.levels && levelsText(row.levels, intensityUnit(unit), t)]
    .filter((part) => part !== null && part !== "")
    .join(", ");
}

function levelsText(how: Discretisation, unit: string, t: TFunction): string {
  if (how.method === "FBS") return t("report.doc.levels.FBS", { width: `${how.width} ${unit}`.trim() });
  return how.method === "FBN" ? t("report.doc.levels.FBN", { count: how.bins }) : t("report.doc.levels.none");
}

function repeated({ repeatability: found, unit }: BiomarkerRow, facts: ReportFacts, t: TFunction): Html {
  if (!found) return html`${t("report.doc.notKnown")}`;
  const { coefficient, light } = found;
  const width =
    typeof coefficient === "number"
      ? html`<span data-rc="${fullValue(coefficient)}">± ${labValue(coefficient)} ${featureUnit(unit, facts.unit)}</span>`
      : html`<span title="${coefficient.detail}">${t("report.doc.notKnown")}</span>`;
  return html`${width} ${light !== null && html`<small class="light-${light}">${t(`report.doc.light.${light}`)}</small>`}`;
}

function against(verdict: Verdict | null, value: number | null, t: TFunction): Html {
  switch (verdict?.kind) {
    case "compared": {
      const { interval, flag, subjects, cautions } = verdict;
      const place = value === null ? 0.5 : placeOnBar(value, interval);
      const said = [t("reference.of", { count: subjects }), ...cautions.map((c) => t(`reference.caution.${c}`))];
      return html`<span class="bar" data-flag="${flag}"><i style="left: ${(100 * place).toFixed(1)}%"></i></span>
${labValue(interval.lower.value)} – ${labValue(interval.upper.value)} <small>${said.join("; ")}</small>`;
    }
    case "too_few":
      return html`<small>${t("reference.not.too_few", { count: verdict.subjects })}</small>`;
    case "unit":
      return html`<small>${t("reference.not.unit", { found: verdict.found, expected: verdict.expected })}</small>`;
    case "settings":
      return html`<small>${t("reference.not.settings")}</small>`;
    default:
      return html`<small>${t("reference.not.absent")}</small>`;
  }
}

function notesOf({ repeatability, reference }: ReportFacts, t: TFunction): Html {
  const how = repeatability && t(`report.doc.how.${repeatability.mode}`);
  return html`<p class="notes">${
    repeatability
      ? `${t("report.doc.repeatabilityNote", { how, count: repeatability.subjects })} ${
          repeatability.subjects < VERDICT_REGIONS ? t("report.doc.fewRegions") : ""
        }`
      : t("report.doc.noRepeatability")
  } ${reference === null ? t("report.doc.noReference") : t("report.doc.referenceNote", { name: reference })}</p>`;
}

function qualityOf({ findings, regions }: ReportFacts, t: TFunction): Html {
  const said = [
    ...findings.map(({ code, fields, detail }) => ({ text: t(`finding.${code}`, fields), detail })),
    ...regions.flatMap(({ name, warnings }) =>
      warnings.map(({ code, detail }) => {
        const text = t(`warning.${code as "other"}`, { defaultValue: t("warning.other") });
        return { text: regions.length > 1 ? `${name}: ${text}` : text, detail };
      }),
    ),
  ];
  return html`<section>
<h2>${t("report.doc.quality")}</h2>
${
  said.length === 0
    ? html`<p>${t("report.doc.qualityNone")}</p>`
    : html`<ul class="quality">${said.map(
        ({ text, detail }) => html`<li>${text} <small lang="en">${detail}</small></li>`,
      )}</ul>`
}
</section>`;
}

function provenanceOf({ provenance, regions }: ReportFacts, t: TFunction): Html {
  const { created, software, standard, recipeSha256, imageSha256, seriesInstanceUid } = provenance;
  const { name, version, engine } = software;
  return html`<section>
<h2>${t("report.doc.provenance")}</h2>
<table class="facts hashes"><tbody>
${lines([
  line(t("report.doc.made"), created),
  line(t("report.doc.software"), t("report.doc.softwareValue", { name, version, engine })),
  line(
    t("report.doc.standard"),
    standard.profile === "IBSI" ? `${standard.name} ${standard.version}` : `${standard.profile}-compatible`,
  ),
  line(t("report.doc.settings"), recipeSha256),
  line(t("report.doc.image"), imageSha256 ?? t("report.doc.imageNone")),
  ...regions.map((r) => line(`${t("report.doc.mask")}: ${r.name}`, r.maskSha256)),
  line(t("report.doc.uid"), seriesInstanceUid),
])}
</tbody></table>
</section>`;
}
