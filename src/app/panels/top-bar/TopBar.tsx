import { ActionIcon, Button, Menu, SegmentedControl, Tooltip } from "@mantine/core";
import {
  IconArchive,
  IconChevronDown,
  IconClipboardCopy,
  IconContrast2,
  IconDownload,
  IconFileCode,
  IconFileSpreadsheet,
  IconFolderOpen,
  IconHelp,
  IconLanguage,
  IconPhoto,
  IconTable,
  IconVaccineBottle,
} from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { CommandId, Icon } from "../../commands/command.ts";
import { command } from "../../commands/commands.ts";
import { windowPresets } from "../../commands/window-presets.ts";
import type { ExportKind } from "../../export/export.ts";
import { labValue } from "../../format.ts";
import { useActiveSeries, useApp, useCell, useHistory, useViewing } from "../../hooks/use-app.ts";
import { useDemos } from "../../hooks/use-demos.ts";
import { type Language, languages } from "../../i18n/index.ts";
import { CommandButton } from "../../ui/CommandButton.tsx";
import { Keycaps } from "../../ui/Keycaps.tsx";
import type { LayoutId } from "../../viewer/viewer.ts";
import { Logo } from "./Logo.tsx";

const layouts: readonly { id: LayoutId; command: CommandId }[] = [
  { id: "acquisition", command: "layout_acquisition" },
  { id: "1+2", command: "layout_1_2" },
  { id: "mpr", command: "layout_mpr" },
  { id: "2x2", command: "layout_2x2" },
];

/** The bar at the top: what concerns the whole page. */
export function TopBar() {
  const app = useApp();
  const { t } = useTranslation();
  const history = useHistory();
  const active = useActiveSeries();
  const layout = useViewing((now) => now.layout);
  const allowed = useViewing((now) => now.layouts);
  const cine = useViewing((now) => now.cine);
  const { series } = useCell(app.library);
  const { leftOpen, rightOpen, projector } = useCell(app.preferences);
  const empty = series.length === 0;
  return (
    <header className="top">
      <h1 className="brand">
        <Logo /> {t("app.name")}
      </h1>
      <OpenMenu />
      {!empty && (
        <>
          <span className="divider" />
          <CommandButton id="undo" disabled={history.undo.length === 0} />
          <CommandButton id="redo" disabled={history.redo.length === 0} />
          <span className="divider" />
          <fieldset className="group" aria-label={t("top.layout")}>
            {layouts.map((l) => (
              <CommandButton key={l.id} id={l.command} active={layout === l.id} disabled={!allowed?.includes(l.id)} />
            ))}
          </fieldset>
          <span className="divider" />
          {active && <WindowMenu />}
          <CommandButton id="invert" />
          <CommandButton id="reset" />
          <CommandButton id="cine" active={cine ?? false} />
        </>
      )}
      <span className="spring" />
      {!empty && <ExportMenu />}
      <span className="divider" />
      {!empty && (
        <>
          <CommandButton id="panel_left" active={leftOpen} />
          <CommandButton id="panel_right" active={rightOpen} />
        </>
      )}
      <CommandButton id="projector" active={projector} />
      <LanguageMenu />
      <CommandButton id="palette" />
      <HelpMenu />
    </header>
  );
}

function OpenMenu() {
  const app = useApp();
  const { t, i18n } = useTranslation();
  const demos = useDemos();
  return (
    <Menu position="bottom-start" width="20rem">
      <Menu.Target>
        <Button
          variant="light"
          leftSection={<IconFolderOpen size="1rem" />}
          rightSection={<IconChevronDown size="0.875rem" />}
        >
          {t("top.open")}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {(["open_files", "open_folder", "pacs", "projects", "new_project"] as const).map((id) => (
          <CommandItem key={id} id={id} />
        ))}
        {demos.length > 0 && <Menu.Label>{t("top.demo")}</Menu.Label>}
        {demos.map((demo) => (
          <Menu.Item
            key={demo.id}
            leftSection={<IconVaccineBottle size="1rem" />}
            onClick={() => app.openDemo(demo.file)}
          >
            {demo.title[i18n.language === "it" ? "it" : "en"]}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

function CommandItem({ id }: { id: CommandId }) {
  const app = useApp();
  const { t } = useTranslation();
  const { title, icon: Icon, keys, run } = command(id);
  return (
    <Menu.Item
      leftSection={<Icon size="1rem" />}
      rightSection={keys[0] && <Keycaps of={keys[0]} />}
      onClick={() => run(app)}
    >
      {t(title, { n: 0 })}
    </Menu.Item>
  );
}

function WindowMenu() {
  const app = useApp();
  const { t } = useTranslation();
  const active = useActiveSeries();
  if (!active) return null;
  return (
    <Menu position="bottom-start" width="18rem">
      <Menu.Target>
        <Tooltip label={t("top.windowMore")}>
          <Button
            variant="subtle"
            color="gray"
            leftSection={<IconContrast2 size="1rem" />}
            rightSection={<IconChevronDown size="0.875rem" />}
          >
            {t("top.window")}
          </Button>
        </Tooltip>
      </Menu.Target>
      <Menu.Dropdown>
        {windowPresets(active.series).map((preset, i) => (
          <Menu.Item
            key={`${preset.name}-${preset.n ?? 0}`}
            rightSection={<Keycaps of={String(i + 1)} />}
            onClick={() => app.applyPreset(i)}
          >
            {t(`preset.${preset.name}`, { n: preset.n ?? 1 })}{" "}
            <span className="dim small">
              {labValue(preset.lower)} … {labValue(preset.upper)}
            </span>
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

const exportItems: readonly {
  kind: ExportKind;
  text: "csvLong" | "csvWide" | "json" | "report" | "seg" | "rtstruct" | "nifti" | "nrrd" | "copy";
  icon: Icon;
}[] = [
  { kind: "csv-long", text: "csvLong", icon: IconFileSpreadsheet },
  { kind: "csv-wide", text: "csvWide", icon: IconTable },
  { kind: "json", text: "json", icon: IconFileCode },
  { kind: "report", text: "report", icon: IconFileCode },
  { kind: "seg", text: "seg", icon: IconPhoto },
  { kind: "rtstruct", text: "rtstruct", icon: IconPhoto },
  { kind: "nifti", text: "nifti", icon: IconPhoto },
  { kind: "nrrd", text: "nrrd", icon: IconPhoto },
  { kind: "copy", text: "copy", icon: IconClipboardCopy },
];

function ExportMenu() {
  const app = useApp();
  const { t } = useTranslation();
  return (
    <Menu position="bottom-end" width="20rem">
      <Menu.Target>
        <Button
          variant="light"
          leftSection={<IconDownload size="1rem" />}
          rightSection={<IconChevronDown size="0.875rem" />}
        >
          {t("export.title")}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {exportItems.map(({ kind, text, icon: ItemIcon }) => (
          <Menu.Item key={kind} leftSection={<ItemIcon size="1rem" />} onClick={() => void app.export(kind)}>
            {t(`export.${text}`)}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item leftSection={<IconArchive size="1rem" />} onClick={() => void app.exportProject()}>
          {t("projects.export")}
        </Menu.Item>
        <Menu.Divider />
        <CommandItem id="methods" />
      </Menu.Dropdown>
    </Menu>
  );
}

function HelpMenu() {
  const { t } = useTranslation();
  return (
    <Menu position="bottom-end" width="20rem">
      <Menu.Target>
        <Tooltip label={t("top.help")}>
          <ActionIcon aria-label={t("top.help")}>
            <IconHelp size="1.125rem" stroke={1.7} />
          </ActionIcon>
        </Tooltip>
      </Menu.Target>
      <Menu.Dropdown>
        <CommandItem id="help" />
        <CommandItem id="conformance" />
      </Menu.Dropdown>
    </Menu>
  );
}

function LanguageMenu() {
  const app = useApp();
  const { t } = useTranslation();
  const { language } = useCell(app.preferences);
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Tooltip label={t("top.language")}>
          <ActionIcon aria-label={t("top.language")}>
            <IconLanguage size="1.125rem" stroke={1.7} />
          </ActionIcon>
        </Tooltip>
      </Menu.Target>
      <Menu.Dropdown p="xs">
        <SegmentedControl
          aria-label={t("top.language")}
          value={language}
          onChange={(value) => app.setLanguage(value as Language)}
          data={languages.map((l) => ({ value: l.id, label: l.name }))}
        />
      </Menu.Dropdown>
    </Menu>
  );
}
