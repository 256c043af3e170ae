import { ActionIcon, Menu } from "@mantine/core";
import { IconTemplate } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { templates } from "../../edit/templates.ts";
import { useApp } from "../../hooks/use-app.ts";

/** Adds a segment that already has its name and its code. */
export function TemplateMenu() {
  const app = useApp();
  const { t } = useTranslation();
  return (
    <Menu position="bottom-start">
      <Menu.Target>
        <ActionIcon variant="light" size="lg" aria-label={t("reading.templates")} title={t("reading.templates")}>
          <IconTemplate size="1rem" />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t("reading.templates")}</Menu.Label>
        {templates.map(({ id }) => (
          <Menu.Item key={id} onClick={() => app.addTemplate(id)}>
            {t(`reading.template.${id}`)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
