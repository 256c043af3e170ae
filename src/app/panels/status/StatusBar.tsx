import { Popover, Progress, Tooltip, UnstyledButton } from "@mantine/core";
import { IconBell, IconCpu, IconLock, IconLockOpen, IconX } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useApp, useCell } from "../../hooks/use-app.ts";
import type { Task } from "../../state/tasks.ts";
import { IconButton } from "../../ui/IconButton.tsx";
import { APP_VERSION } from "../../version.ts";
import { MessageList } from "./MessageList.tsx";
import { SaveStatus } from "./SaveStatus.tsx";

/** The bar at the bottom: work under way with a way to stop it, messages, and where the data is (here). */
export function StatusBar() {
  const app = useApp();
  const { t } = useTranslation();
  const tasks = useCell(app.tasks.list);
  const linked = useCell(app.pacs.servers)
    .map((s) => s.name)
    .join(", ");
  const { messages: open } = useCell(app.ui);
  const messages = useCell(app.messages.list);
  const unread = messages.filter((m) => !m.read && (m.level === "warning" || m.level === "error")).length;
  const worst = messages.some((m) => !m.read && m.level === "error") ? "error" : unread > 0 ? "warning" : "none";
  return (
    <footer className="status">
      <div className="status-tasks" role="status" aria-live="polite">
        {tasks.length === 0 ? <span className="dim">{t("status.ready")}</span> : <TaskView task={tasks[0]} />}
      </div>
      <SaveStatus />
      <Popover
        opened={open}
        onChange={(next) => app.show("messages", next)}
        position="top-end"
        width="26rem"
        trapFocus
        returnFocus
      >
        <Popover.Target>
          <UnstyledButton
            className="status-item"
            data-level={worst}
            aria-label={unread > 0 ? t("status.unread", { count: unread }) : t("status.messages")}
            onClick={() => app.show("messages", !open)}
          >
            <IconBell size="0.9rem" aria-hidden /> {t("status.messages")}
            {unread > 0 && <span className="badge">{unread}</span>}
          </UnstyledButton>
        </Popover.Target>
        <Popover.Dropdown p={0}>
          <MessageList />
        </Popover.Dropdown>
      </Popover>
      <Tooltip
        multiline
        w="20rem"
        label={`${linked ? t("pacs.linkedMore") : t("app.privateMore")} ${t(app.pool.shared ? "app.isolated" : "app.notIsolated")}`}
      >
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: its explanation must be reachable by keyboard */}
        <span className="status-item status-private" data-isolated={app.pool.shared} tabIndex={0}>
          {app.pool.shared ? <IconLock size="0.9rem" aria-hidden /> : <IconLockOpen size="0.9rem" aria-hidden />}
          {linked ? t("pacs.linked", { names: linked }) : t("app.private")}
        </span>
      </Tooltip>
      <Tooltip label={t("app.workersMore")}>
        <span className="status-item">
          <IconCpu size="0.9rem" aria-hidden /> {t("app.workers", { count: app.pool.size })}
        </span>
      </Tooltip>
      <span className="status-item dim">{t("app.version", { version: APP_VERSION })}</span>
    </footer>
  );
}

function TaskView({ task }: { task: Task }) {
  const { t } = useTranslation();
  const { phase, done, total, kind, cancel } = task;
  const label = t(`status.phase.${phase}`, { done, total });
  return (
    <div className="task">
      <span>{label}</span>
      <Progress
        className="task-bar"
        value={total > 0 ? (100 * done) / total : 100}
        animated={total === 0}
        aria-label={label}
        size="sm"
      />
      <IconButton
        size="xs"
        icon={IconX}
        label={t("status.cancel", { what: t(`status.task.${kind}`) })}
        onClick={cancel}
      />
    </div>
  );
}
