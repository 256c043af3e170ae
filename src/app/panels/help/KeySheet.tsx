import { Modal } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { commands } from "../../commands/commands.ts";
import { useApp, useCell } from "../../hooks/use-app.ts";
import type { en } from "../../i18n/en.ts";
import { Keycaps } from "../../ui/Keycaps.tsx";

const groups = ["read", "draw", "segment", "view", "window", "feature", "edit", "file", "app"] as const;
type MouseRow = Exclude<keyof typeof en.help.mouseRows, `${string}More`>;
const mouse: readonly MouseRow[] = [
  "left",
  "middle",
  "right",
  "wheel",
  "ctrlWheel",
  "shiftWheel",
  "shiftLeft",
  "double",
];

/** All keys and what the mouse does, from the table of commands. */
export function KeySheet() {
  const app = useApp();
  const { t } = useTranslation();
  const { help } = useCell(app.ui);
  return (
    <Modal
      opened={help}
      onClose={() => app.show("help", false)}
      title={t("help.title")}
      size="64rem"
      closeButtonProps={{ "aria-label": t("app.close") }}
    >
      <p className="dim">{t("help.lead")}</p>
      <div className="key-sheet">
        {groups.map((group) => (
          <section key={group}>
            <h3>{t(`group.${group}`)}</h3>
            <dl>
              {commands
                .filter((c) => c.group === group && c.keys.length > 0)
                .map((c) => (
                  <div key={c.id}>
                    <dt>{t(c.title, { n: c.n ?? 0 })}</dt>
                    <dd>
                      {c.keys.map((key) => (
                        <Keycaps key={key} of={key} />
                      ))}
                    </dd>
                  </div>
                ))}
            </dl>
          </section>
        ))}
        <section>
          <h3>{t("help.mouse")}</h3>
          <dl>
            {mouse.map((row) => (
              <div key={row}>
                <dt>{t(`help.mouseRows.${row}`)}</dt>
                <dd>{t(`help.mouseRows.${row}More`)}</dd>
              </div>
            ))}
          </dl>
        </section>
      </div>
    </Modal>
  );
}
