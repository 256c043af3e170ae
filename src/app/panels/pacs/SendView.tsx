import { Button } from "@mantine/core";
import { IconCloudUpload } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useActiveSeries, useApp, useCell } from "../../hooks/use-app.ts";
import { ServerChoice, useServer } from "./ServerChoice.tsx";

const kinds = ["seg", "rtstruct", "report"] as const;

/** What was drawn and measured goes into the archive, beside the images that it is about. */
export function SendView() {
  const app = useApp();
  const { t } = useTranslation();
  const { busy } = useCell(app.pacs.state);
  const tallies = useCell(app.tallies);
  const server = useServer();
  const active = useActiveSeries();
  const drawn = active?.state.segments.some((s) => (tallies[active.series.id]?.[s.label]?.count ?? 0) > 0);
  if (!active || !drawn) return <p className="hint">{t("pacs.send.none")}</p>;
  if (!active.series.seriesInstanceUid) return <p className="hint">{t("pacs.send.noStudy")}</p>;
  const name = server?.name ?? "";
  const series = active.series.description || active.series.modality;
  return (
    <>
      <p className="dim">{t("pacs.send.lead", { series })}</p>
      <ServerChoice />
      <ul className="pacs-sends">
        {kinds.map((kind) => (
          <li key={kind}>
            <div className="grow">
              <strong>{t(`pacs.send.${kind}`)}</strong>
              <p className="dim small">{t(`pacs.send.${kind}More`)}</p>
            </div>
            <Button
              variant="light"
              leftSection={<IconCloudUpload size="1rem" />}
              disabled={busy !== null}
              aria-label={`${t(`pacs.send.${kind}`)}: ${t("pacs.send.to", { name })}`}
              onClick={() => void app.pacs.send((to) => app.export(kind, to))}
            >
              {t("pacs.send.to", { name })}
            </Button>
          </li>
        ))}
      </ul>
      {busy?.what === "send" && (
        <div className="pacs-bar" role="status">
          <span className="grow">{t("pacs.sending", { name })}</span>
          <Button variant="default" onClick={() => app.pacs.cancel()}>
            {t("pacs.cancel")}
          </Button>
        </div>
      )}
    </>
  );
}
