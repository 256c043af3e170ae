import { Notifications, notifications } from "@mantine/notifications";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useApp, useCell } from "../../hooks/use-app.ts";
import type { Message } from "../../state/messages.ts";

const colors: Record<Message["level"], string> = { info: "blue", success: "teal", warning: "yellow", error: "red" };

/** Shows new messages for a moment; the message list keeps them. */
export function Toasts() {
  const app = useApp();
  const { t } = useTranslation();
  const messages = useCell(app.messages.list);
  const { messages: listOpen } = useCell(app.ui);
  const shown = useRef(0);
  // The open list says it all: toasts would lie over it.
  useEffect(() => {
    if (listOpen) notifications.clean();
  }, [listOpen]);
  useEffect(() => {
    for (const message of messages.filter((m) => m.id > shown.current && m.toast && !listOpen).reverse()) {
      const subjects = message.subjects.length;
      notifications.show({
        message: t(message.key, message.fields),
        title:
          subjects === 1
            ? message.subjects[0].split("/").at(-1)
            : subjects > 1
              ? t("messages.files", { count: subjects })
              : undefined,
        color: colors[message.level],
        autoClose: message.level === "error" ? 9000 : 5000,
        closeButtonProps: { "aria-label": t("app.close") },
      });
    }
    shown.current = Math.max(shown.current, messages[0]?.id ?? 0);
  }, [messages, listOpen, t]);
  return <Notifications position="bottom-center" limit={2} autoClose={5000} className="toasts" />;
}
