import { Button, UnstyledButton } from "@mantine/core";
import { IconHistory } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { timeAgo } from "../../format.ts";
import { useApp, useCell } from "../../hooks/use-app.ts";

/** How many projects the first screen offers; the list has all. */
const OFFERED = 3;

/** The projects last worked on, to go on with. */
export function Continue() {
  const app = useApp();
  const { t, i18n } = useTranslation();
  const projects = useCell(app.projects.list) ?? [];
  return (
    <section className="continue" aria-label={t("projects.continue")}>
      <div className="continue-head">
        <h2>{t("projects.continue")}</h2>
        <Button variant="subtle" color="gray" onClick={() => app.show("projects")}>
          {t("projects.all")}
        </Button>
      </div>
      <ul>
        {projects.slice(0, OFFERED).map((project) => (
          <li key={project.id}>
            <UnstyledButton
              className="continue-card"
              data-project={project.id}
              onClick={() => void app.openProject(project.id)}
            >
              <IconHistory size="1.25rem" stroke={1.5} aria-hidden />
              <span>
                <strong>{t("projects.continueOne", { name: project.name })}</strong>
                <span className="dim small">
                  {t("projects.segments", { count: project.segments })} · {timeAgo(project.changed, i18n.language)}
                </span>
              </span>
            </UnstyledButton>
          </li>
        ))}
      </ul>
    </section>
  );
}
