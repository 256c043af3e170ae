import { Button, Modal } from "@mantine/core";
import { IconDownload, IconFileUpload, IconPlus, IconShieldLock, IconTrash } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { fileSize } from "../../format.ts";
import { useApp, useCell } from "../../hooks/use-app.ts";
import { Sure } from "../../ui/Sure.tsx";
import { ProjectRow } from "./ProjectRow.tsx";

/** Every project that this browser keeps: to open, name, export and delete; and what is kept, said plainly. */
export function ProjectsDialog() {
  const app = useApp();
  const { t } = useTranslation();
  const { projects: open } = useCell(app.ui);
  const list = useCell(app.projects.list) ?? [];
  const current = useCell(app.projects.current);
  const [space, setSpace] = useState<{ usage: number; quota: number } | null>(null);
  useEffect(() => {
    if (open) void app.projects.estimate().then(setSpace);
  }, [open, app]);
  const close = () => app.show("projects", false);
  return (
    <Modal
      opened={open}
      onClose={close}
      title={t("projects.title")}
      size="52rem"
      closeButtonProps={{ "aria-label": t("app.close") }}
    >
      <div className="row projects-acts">
        <Button
          variant="light"
          leftSection={<IconPlus size="1rem" />}
          title={t("projects.newMore")}
          onClick={() => void app.projects.leave(null)}
        >
          {t("projects.new")}
        </Button>
        <Button
          variant="default"
          leftSection={<IconFileUpload size="1rem" />}
          onClick={() => {
            close();
            void app.pick("files");
          }}
        >
          {t("projects.import")}
        </Button>
        <Button
          variant="default"
          disabled={!current}
          leftSection={<IconDownload size="1rem" />}
          onClick={() => void app.exportProject()}
        >
          {t("projects.export")}
        </Button>
      </div>
      {list.length === 0 && <p className="dim">{t("projects.none")}</p>}
      <ul className="projects" aria-label={t("projects.title")}>
        {list.map((project) => (
          <ProjectRow key={project.id} project={project} />
        ))}
      </ul>
      <div className="projects-foot">
        <IconShieldLock size="1.1rem" aria-hidden />
        <p className="small">
          {t("projects.private")}{" "}
          {space && (
            <span className="dim">
              {t("projects.space", { used: fileSize(space.usage), quota: fileSize(space.quota) })}
            </span>
          )}
        </p>
        {list.length > 0 && (
          <Sure
            question={t("projects.removeAllSure")}
            yes={t("projects.removeYes")}
            no={t("projects.removeNo")}
            onYes={() => void app.projects.removeAll()}
          >
            {(ask) => (
              <Button variant="subtle" color="red" leftSection={<IconTrash size="1rem" />} onClick={ask}>
                {t("projects.removeAll")}
              </Button>
            )}
          </Sure>
        )}
      </div>
    </Modal>
  );
}
