import { Tooltip, UnstyledButton } from "@mantine/core";
import { IconCloudOff, IconDeviceFloppy } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useApp, useCell } from "../../hooks/use-app.ts";
import { saveView } from "../../projects/save-view.ts";

/** Whether the work is on the disk, in a word; a click opens the projects. */
export function SaveStatus() {
  const app = useApp();
  const { t } = useTranslation();
  const project = useCell(app.projects.current);
  const { status, text } = saveView(useCell(app.projects.save));
  const Icon = status === "not_saved" ? IconCloudOff : IconDeviceFloppy;
  return (
    <Tooltip multiline w="20rem" label={t(text)}>
      <UnstyledButton
        className="status-item status-save"
        data-save={status}
        data-level={status === "not_saved" ? "error" : "none"}
        onClick={() => app.show("projects")}
      >
        <Icon size="0.9rem" aria-hidden />
        {project && <span className="status-project">{project.name}</span>}
        <span>{t(`save.${status}`)}</span>
      </UnstyledButton>
    </Tooltip>
  );
}
