import { Badge, Checkbox, UnstyledButton } from "@mantine/core";
import { IconChevronDown, IconChevronRight } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { FoundStudy } from "#io/dicomweb/results.ts";
import { dicomDate, personName } from "../../format.ts";
import { useApp, useCell } from "../../hooks/use-app.ts";

/** The studies that were found; each unfolds to its series. */
export function StudyList({ studies }: { studies: readonly FoundStudy[] }) {
  return (
    <ul className="pacs-studies">
      {studies.map((study) => (
        <Study key={study.uid} study={study} />
      ))}
    </ul>
  );
}

function Study({ study }: { study: FoundStudy }) {
  const app = useApp();
  const { t } = useTranslation();
  const { unfolded, busy } = useCell(app.pacs.state);
  const open = unfolded.has(study.uid);
  const name = personName(study.patientName) || t("pacs.unnamed");
  const date = dicomDate(study.date);
  return (
    <li data-study={study.uid}>
      <UnstyledButton
        className="pacs-study"
        aria-expanded={open}
        disabled={busy?.what === "retrieve"}
        onClick={() => void app.pacs.unfold(study.uid)}
      >
        {open ? <IconChevronDown size="1rem" aria-hidden /> : <IconChevronRight size="1rem" aria-hidden />}
        <span className="pacs-patient">
          <strong>{name}</strong>
          <span className="dim small">{study.patientId}</span>
        </span>
        <span className="pacs-date">{date}</span>
        <span className="grow">{study.description || <span className="dim">{t("pacs.undescribed")}</span>}</span>
        <span className="pacs-badges">
          {study.modalities.map((m) => (
            <Badge key={m} size="sm" radius="sm" variant="light">
              {m}
            </Badge>
          ))}
        </span>
        <span className="dim small pacs-count">
          {study.instances !== null && t("pacs.images", { count: study.instances })}
        </span>
      </UnstyledButton>
      {open && <SeriesList study={study.uid} />}
    </li>
  );
}

function SeriesList({ study }: { study: string }) {
  const app = useApp();
  const { t } = useTranslation();
  const { series, picked, busy } = useCell(app.pacs.state);
  const list = series[study];
  if (!list) return null;
  return (
    <ul className="pacs-series">
      {list.map((s) => (
        <li key={s.uid} data-series={s.uid}>
          <Checkbox
            checked={picked.has(s.uid)}
            disabled={busy?.what === "retrieve"}
            onChange={() => app.pacs.pick(s)}
            label={
              <span className="pacs-one">
                <Badge size="sm" radius="sm" variant="filled" color="dark.5">
                  {s.modality || "–"}
                </Badge>
                <span className="dim">{s.number ?? ""}</span>
                <span className="grow">{s.description || <span className="dim">{t("pacs.undescribed")}</span>}</span>
                <span className="dim small">{s.bodyPart}</span>
                <span className="dim small pacs-count">
                  {s.instances !== null && t("pacs.images", { count: s.instances })}
                </span>
              </span>
            }
          />
        </li>
      ))}
    </ul>
  );
}
