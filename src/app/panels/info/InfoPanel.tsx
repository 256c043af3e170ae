import { useTranslation } from "react-i18next";
import { qualityOf } from "#io/quality.ts";
import { dicomDate, intensityUnit, intensityValue, millimetres, personName } from "../../format.ts";
import { useActiveSeries } from "../../hooks/use-app.ts";
import { Checks } from "../../ui/Checks.tsx";
import { Section } from "../../ui/Section.tsx";
import { SuvView } from "./SuvView.tsx";

/** What the file says of the series in view, and how its values came about. */
export function InfoPanel() {
  const { t } = useTranslation();
  const active = useActiveSeries();
  if (!active) return <p className="hint">{t("info.none")}</p>;
  const { series } = active;
  const { study, image } = series;
  const { dims, spacing, origin } = image.grid;
  const sex = study.patientSex;
  const row = (name: string, value: string) => ({ name, value: value || t("info.absent") });
  const triple = (v: readonly number[]) => v.map(millimetres).join(" × ");
  const parts = [
    {
      title: t("info.patient"),
      rows: [
        row(t("info.patientName"), personName(study.patientName)),
        row(t("info.patientId"), study.patientId),
        row(t("info.birthDate"), dicomDate(study.patientBirthDate)),
        row(t("info.sex"), sex === "M" || sex === "F" || sex === "O" ? t(`sex.${sex}`) : sex),
      ],
    },
    {
      title: t("info.study"),
      rows: [
        row(t("info.date"), dicomDate(study.studyDate)),
        row(t("info.description"), study.studyDescription),
        row(t("info.accession"), study.accessionNumber),
      ],
    },
    {
      title: t("info.series"),
      rows: [
        row(t("info.description"), series.description),
        row(t("info.modality"), series.modality),
        row(t("info.number"), series.number === null ? "" : String(series.number)),
        row(t("info.protocol"), series.protocol),
        row(t("info.manufacturer"), series.manufacturer),
        row(t("info.bodyPart"), series.bodyPart),
        row(t("info.uid"), series.seriesInstanceUid),
      ],
    },
    {
      title: t("info.geometry"),
      rows: [
        row(t("info.size"), dims.join(" × ")),
        row(t("info.spacing"), `${triple(spacing)} mm`),
        row(t("info.origin"), `${origin.map(millimetres).join(", ")} mm`),
      ],
    },
    {
      title: t("info.values"),
      rows: [
        row(t("info.unit"), intensityUnit(image.unit) || image.unit),
        row(t("info.range"), series.range.map((v) => intensityValue(v, image.unit)).join(" … ")),
        row(t("info.chain"), series.valueChain),
      ],
    },
  ];
  return (
    <div className="panel-scroll">
      {series.suv && <SuvView key={`${series.id} ${series.valueChain}`} series={series} suv={series.suv} />}
      <Section title={t("images.quality.title")}>
        <Checks checks={qualityOf(series)} />
      </Section>
      {parts.map(({ title, rows }) => (
        <Section key={title} title={title}>
          <dl className="facts">
            {rows.map(({ name, value }) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
        </Section>
      ))}
    </div>
  );
}
