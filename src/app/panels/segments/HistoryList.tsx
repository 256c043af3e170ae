import { Button, Popover, UnstyledButton } from "@mantine/core";
import { IconHistory } from "@tabler/icons-react";
import i18next from "i18next";
import { useTranslation } from "react-i18next";
import type { Entry } from "#session/session.ts";
import { useApp, useHistory } from "../../hooks/use-app.ts";

/** What was done, newest first; a click goes back to before it, or forward to it. */
export function HistoryList() {
  const app = useApp();
  const { t } = useTranslation();
  const { undo, redo } = useHistory();
  const titleOf = useTitle();
  const repeat = (times: number, step: () => void) => {
    for (let i = 0; i < times; i++) step();
  };
  return (
    <Popover position="bottom-end" width="18rem">
      <Popover.Target>
        <Button variant="subtle" color="gray" leftSection={<IconHistory size="1rem" />}>
          {t("segments.history")}
        </Button>
      </Popover.Target>
      <Popover.Dropdown p="xs">
        {undo.length + redo.length === 0 && <p className="dim small">{t("segments.historyNone")}</p>}
        <ol className="history">
          {redo.map((entry, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: an entry's place is its identity
            <li key={`redo-${i}`} data-undone>
              <UnstyledButton
                aria-label={t("segments.historyRedo", { title: titleOf(entry) })}
                onClick={() => repeat(redo.length - i, app.redo)}
              >
                {titleOf(entry)} <span className="small">({t("segments.historyUndone")})</span>
              </UnstyledButton>
            </li>
          ))}
          {undo.toReversed().map((entry, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: an entry's place is its identity
            <li key={`undo-${i}`} data-now={i === 0 || undefined}>
              <UnstyledButton
                aria-label={t("segments.historyGo", { title: titleOf(entry) })}
                onClick={() => repeat(i + 1, app.undo)}
              >
                {titleOf(entry)}
              </UnstyledButton>
            </li>
          ))}
        </ol>
      </Popover.Dropdown>
    </Popover>
  );
}

/** A step's title in the page's language; a key that has no text yet is called an edit. */
function useTitle(): (entry: Entry) => string {
  const { t } = useTranslation();
  return ({ title }) => {
    const known = i18next.exists(title.key);
    const text: string = known ? i18next.t(title.key as "history.edit", { ...title.fields }) : t("history.edit");
    return text;
  };
}
