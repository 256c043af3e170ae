import { Button, NativeSelect, Progress, TextInput } from "@mantine/core";
import { IconCloudDownload, IconSearch } from "@tabler/icons-react";
import type { FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { useApp, useCell } from "../../hooks/use-app.ts";
import { STUDY_LIMIT } from "../../pacs/pacs.ts";
import { ServerChoice, useServer } from "./ServerChoice.tsx";
import { StudyList } from "./StudyList.tsx";

const modalities = ["CT", "MR", "PT", "NM", "MG", "DX", "CR", "US", "XA", "RF", "RTSTRUCT", "SEG"];
/** A date field has dashes, DICOM has none. */
const toDicom = (date: string) => date.replaceAll("-", "");
const toField = (date: string) => date.replace(/^(\d{4})(\d\d)(\d\d)$/, "$1-$2-$3");

/** Search by what people know of a study; pick series; retrieve them. */
export function SearchView() {
  const app = useApp();
  const { t } = useTranslation();
  const { query, studies, more, busy } = useCell(app.pacs.state);
  const { setQuery } = app.pacs;
  const name = useServer()?.name ?? "";
  const search = (event: FormEvent) => {
    event.preventDefault();
    void app.pacs.search();
  };
  return (
    <>
      <form className="pacs-form" onSubmit={search}>
        <ServerChoice />
        <TextInput
          label={t("pacs.query.patientName")}
          value={query.patientName}
          data-autofocus
          onChange={(event) => setQuery({ patientName: event.currentTarget.value })}
        />
        <TextInput
          label={t("pacs.query.patientId")}
          value={query.patientId}
          onChange={(event) => setQuery({ patientId: event.currentTarget.value })}
        />
        <TextInput
          type="date"
          label={t("pacs.query.from")}
          value={toField(query.from)}
          onChange={(event) => setQuery({ from: toDicom(event.currentTarget.value) })}
        />
        <TextInput
          type="date"
          label={t("pacs.query.to")}
          value={toField(query.to)}
          onChange={(event) => setQuery({ to: toDicom(event.currentTarget.value) })}
        />
        <NativeSelect
          label={t("pacs.query.modality")}
          value={query.modality}
          data={[{ value: "", label: t("pacs.query.any") }, ...modalities]}
          onChange={(event) => setQuery({ modality: event.currentTarget.value })}
        />
        <Button type="submit" leftSection={<IconSearch size="1rem" />} disabled={busy !== null}>
          {t("pacs.search")}
        </Button>
      </form>
      {studies === null ? (
        <p className="hint">{t(busy?.what === "search" ? "pacs.searching" : "pacs.start", { name })}</p>
      ) : studies.length === 0 ? (
        <p className="hint">{t("pacs.none")}</p>
      ) : (
        <>
          <p className="dim small" role="status">
            {more ? t("pacs.more", { count: STUDY_LIMIT }) : t("pacs.found", { count: studies.length })}
          </p>
          <StudyList studies={studies} />
        </>
      )}
      <RetrieveBar />
    </>
  );
}

function RetrieveBar() {
  const app = useApp();
  const { t } = useTranslation();
  const { picked, busy } = useCell(app.pacs.state);
  if (busy?.what === "retrieve") {
    const { done, total } = busy;
    const label = t("pacs.retrieving", { done, total });
    return (
      <div className="pacs-bar">
        <span>{label}</span>
        <Progress className="grow" value={total > 0 ? (100 * done) / total : 100} animated aria-label={label} />
        <Button variant="default" onClick={() => app.pacs.cancel()}>
          {t("pacs.cancel")}
        </Button>
      </div>
    );
  }
  if (picked.size === 0) return null;
  const images = [...picked.values()].reduce((sum, s) => sum + (s.instances ?? 0), 0);
  return (
    <div className="pacs-bar">
      <span className="grow">
        {t("pacs.picked", { count: picked.size })}
        {images > 0 && ` · ${t("pacs.images", { count: images })}`}
      </span>
      <Button leftSection={<IconCloudDownload size="1rem" />} onClick={() => void app.pacs.retrieve()}>
        {t("pacs.retrieve")}
      </Button>
    </div>
  );
}
