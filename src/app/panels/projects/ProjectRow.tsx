import { Button, TextInput } from "@mantine/core";
import { IconArrowBackUp, IconFolderOpen, IconTrash } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { timeAgo } from "../../format.ts";
import { useApp, useCell } from "../../hooks/use-app.ts";
import type { Project } from "../../projects/project.ts";
import { IconButton } from "../../ui/IconButton.tsx";
import { Sure } from "../../ui/Sure.tsx";

/** A project of the list. Its name is changed in place; a deleted one can be brought back until the list is closed. */
export function ProjectRow({ project }: { project: Project }) {
  const app = useApp();
  const { t, i18n } = useTranslation();
  const { id, name } = project;
  const [draft, setDraft] = useState(name);
  const current = useCell(app.projects.current);
  const removed = useCell(app.projects.removed).has(id);
  if (removed) {
    return (
      <li className="project" data-removed>
        <span className="grow dim">{t("projects.removedOne", { name })}</span>
        <Button
          variant="subtle"
          leftSection={<IconArrowBackUp size="1rem" />}
          onClick={() => app.projects.bringBack(id)}
        >
          {t("projects.bringBack")}
        </Button>
      </li>
    );
  }
  const own = current?.id === id;
  const shown = own ? current : project;
  return (
    <li className="project" data-project={id}>
      <TextInput
        className="grow"
        aria-label={t("projects.name")}
        value={draft}
        maxLength={100}
        onChange={(event) => setDraft(event.currentTarget.value)}
        onBlur={() => (draft.trim() ? app.projects.rename(id, draft) : setDraft(name))}
        onKeyDown={(event) => event.key === "Enter" && event.currentTarget.blur()}
      />
      <span className="dim small project-about">
        {t("projects.series", { count: shown.series.length })} · {t("projects.segments", { count: shown.segments })}
        <br />
        {own ? <strong>{t("projects.isOpen")}</strong> : timeAgo(shown.changed, i18n.language)}
      </span>
      <IconButton
        icon={IconFolderOpen}
        label={t("projects.openOne", { name })}
        disabled={own}
        onClick={() => {
          app.show("projects", false);
          void app.openProject(id);
        }}
      />
      <Sure
        question={t("projects.removeSure", { name })}
        yes={t("projects.removeYes")}
        no={t("projects.removeNo")}
        onYes={() => void app.projects.remove(id)}
      >
        {(ask) => <IconButton icon={IconTrash} label={t("projects.remove", { name })} onClick={ask} />}
      </Sure>
    </li>
  );
}
