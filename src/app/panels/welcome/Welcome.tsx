import { Badge, Button, UnstyledButton } from "@mantine/core";
import { IconDatabaseSearch, IconFileUpload, IconFolderOpen, IconLock, IconPhoto } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useApp, useCell, usePart } from "../../hooks/use-app.ts";
import { useDemos } from "../../hooks/use-demos.ts";
import { Continue } from "./Continue.tsx";

const steps = ["open", "draw", "read"] as const;

/** The first screen: what this is, where to drop, and cases to try. */
export function Welcome() {
  const app = useApp();
  const { t, i18n } = useTranslation();
  const demos = useDemos();
  const busy = usePart(app.tasks.list, (tasks) => tasks.some((task) => task.kind === "load"));
  const known = (useCell(app.projects.list) ?? []).length > 0;
  const language = i18n.language === "it" ? "it" : "en";
  return (
    <div className="welcome" aria-busy={busy}>
      <div className="welcome-inner">
        <section className="drop-target">
          <IconFolderOpen size="2.75rem" stroke={1.2} aria-hidden />
          <h2>{t("welcome.title")}</h2>
          <p>{t("welcome.lead")}</p>
          <div className="row">
            <Button size="sm" leftSection={<IconFileUpload size="1.1rem" />} onClick={() => void app.pick("files")}>
              {t("welcome.openFiles")}
            </Button>
            <Button
              size="sm"
              variant="default"
              leftSection={<IconFolderOpen size="1.1rem" />}
              onClick={() => void app.pick("folder")}
            >
              {t("welcome.openFolder")}
            </Button>
            <Button
              size="sm"
              variant="default"
              leftSection={<IconDatabaseSearch size="1.1rem" />}
              onClick={() => app.show("pacs")}
            >
              {t("pacs.open")}
            </Button>
          </div>
          <p className="promise">
            <IconLock size="1rem" aria-hidden /> {t("app.private")}
          </p>
        </section>
        {known ? (
          <Continue />
        ) : (
          <ol className="steps">
            {steps.map((step, i) => (
              <li key={step}>
                <span className="step-number" aria-hidden>
                  {i + 1}
                </span>
                <div>
                  <strong>{t(`welcome.steps.${step}`)}</strong>
                  <span>{t(`welcome.steps.${step}More`)}</span>
                </div>
              </li>
            ))}
          </ol>
        )}
        <section className="demos">
          <h2>{t("welcome.demos")}</h2>
          <p className="dim">{t(demos.length > 0 ? "welcome.demosLead" : "welcome.demosMissing")}</p>
          <div className="demo-cards">
            {demos.map((demo) => (
              <UnstyledButton
                key={demo.id}
                className="demo-card"
                disabled={busy}
                data-demo={demo.id}
                onClick={() => void app.openDemo(demo.file)}
              >
                <span className="demo-picture">
                  {demo.picture ? (
                    <img src={demo.picture} alt="" />
                  ) : (
                    <IconPhoto size="1.75rem" stroke={1.2} aria-hidden />
                  )}
                  <Badge size="sm" radius="sm" variant="filled" color="dark.6">
                    {demo.modality}
                  </Badge>
                </span>
                <strong>{demo.title[language]}</strong>
                <span>{demo.about[language]}</span>
              </UnstyledButton>
            ))}
          </div>
        </section>
        <p className="dim small">{t("welcome.notForCare")}</p>
      </div>
    </div>
  );
}
