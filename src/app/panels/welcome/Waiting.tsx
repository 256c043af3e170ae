import { Button, Loader } from "@mantine/core";
import {
  IconDatabaseSearch,
  IconFileUpload,
  IconFolderOpen,
  IconLockOpen,
  IconRefresh,
  IconShieldCheck,
} from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useApp, useCell } from "../../hooks/use-app.ts";
import { WaitingSeries } from "../../ui/WaitingSeries.tsx";

/** An open project whose images have to be found again: its segments are safe, and this is how they come back. */
export function Waiting() {
  const app = useApp();
  const { t } = useTranslation();
  const project = useCell(app.projects.current);
  const archives = useCell(app.pacs.servers).length > 0;
  const waiting = useCell(app.projects.waiting);
  const restoring = useCell(app.projects.restoring);
  const busy = useCell(app.tasks.list).some((task) => task.kind === "load");
  if (!project || restoring || busy) {
    return (
      <div className="waiting" role="status">
        <Loader size="sm" /> {t("projects.reading")}
      </div>
    );
  }
  const { handles } = app.projects;
  const names = [...handles.map((h) => h.name), ...project.sources.flatMap((s) => (s.kind === "files" ? s.names : []))];
  return (
    <div className="waiting">
      <h2>{t("projects.wait", { name: project.name })}</h2>
      <p className="promise">
        <IconShieldCheck size="1.1rem" aria-hidden /> {t("projects.waitMore")}
      </p>
      <WaitingSeries series={waiting} />
      {names.length > 0 && <p className="dim small">{[...new Set(names)].slice(0, 5).join(", ")}</p>}
      <div className="row">
        {handles.length > 0 && (
          <Button size="sm" leftSection={<IconLockOpen size="1.1rem" />} onClick={() => void app.fetchImages()}>
            {t("projects.waitAllow", { names: [...new Set(handles.map((h) => h.name))].slice(0, 3).join(", ") })}
          </Button>
        )}
        {project.sources.some((s) => s.kind === "demo") && (
          <Button size="sm" leftSection={<IconRefresh size="1.1rem" />} onClick={() => void app.fetchImages()}>
            {t("projects.waitDemo")}
          </Button>
        )}
        <Button
          size="sm"
          variant="default"
          leftSection={<IconFolderOpen size="1.1rem" />}
          onClick={() => void app.pick("folder")}
        >
          {t("projects.waitFolder")}
        </Button>
        <Button
          size="sm"
          variant="default"
          leftSection={<IconFileUpload size="1.1rem" />}
          onClick={() => void app.pick("files")}
        >
          {t("projects.waitFiles")}
        </Button>
        {archives && (
          <Button
            size="sm"
            variant="default"
            leftSection={<IconDatabaseSearch size="1.1rem" />}
            onClick={() => app.show("pacs")}
          >
            {t("pacs.open")}
          </Button>
        )}
        <Button size="sm" variant="subtle" color="gray" onClick={() => void app.projects.leave(null)}>
          {t("projects.new")}
        </Button>
      </div>
    </div>
  );
}
