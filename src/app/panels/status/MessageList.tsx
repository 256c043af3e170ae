import { Button, CopyButton } from "@mantine/core";
import { IconAlertTriangle, IconCircleCheck, IconCircleX, IconInfoCircle } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useApp, useCell } from "../../hooks/use-app.ts";
import type { Message } from "../../state/messages.ts";

const icons = { info: IconInfoCircle, success: IconCircleCheck, warning: IconAlertTriangle, error: IconCircleX };
/** How many files a message names before it says "and n more". */
const NAMED = 3;

/** Everything that was said, newest first, with details to copy. */
export function MessageList() {
  const app = useApp();
  const { t } = useTranslation();
  const messages = useCell(app.messages.list);
  return (
    <div className="messages">
      <div className="messages-head">
        <h2>{t("messages.title")}</h2>
        {messages.length > 0 && (
          <Button variant="subtle" color="gray" onClick={() => app.messages.clear()}>
            {t("messages.clear")}
          </Button>
        )}
      </div>
      {messages.length === 0 && <p className="dim">{t("messages.none")}</p>}
      <ul>
        {messages.map((message) => (
          <MessageItem key={message.id} message={message} />
        ))}
      </ul>
    </div>
  );
}

function MessageItem({ message }: { message: Message }) {
  const { t } = useTranslation();
  const Icon = icons[message.level];
  const { subjects, details } = message;
  return (
    <li className="message" data-level={message.level}>
      <Icon size="1.125rem" aria-hidden />
      <div>
        <p>{t(message.key, message.fields)}</p>
        {subjects.length > 0 && (
          <p className="dim small">
            {subjects.slice(0, NAMED).join(", ")}
            {subjects.length > NAMED && ` ${t("messages.more", { count: subjects.length - NAMED })}`}
          </p>
        )}
        {details.length > 0 && (
          <details>
            <summary>{t("messages.details")}</summary>
            <pre>{details.slice(0, 50).join("\n")}</pre>
            <CopyButton value={details.join("\n")}>
              {({ copied, copy }) => (
                <Button variant="default" onClick={copy}>
                  {t(copied ? "messages.copied" : "messages.copy")}
                </Button>
              )}
            </CopyButton>
          </details>
        )}
      </div>
    </li>
  );
}
