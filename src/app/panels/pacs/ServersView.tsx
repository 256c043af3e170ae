import { Button } from "@mantine/core";
import { IconPlugConnected, IconPlus } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useApp, useCell } from "../../hooks/use-app.ts";
import type { Server } from "../../pacs/servers.ts";
import { ServerForm } from "./ServerForm.tsx";

const blank = (): Server => ({ id: crypto.randomUUID(), name: "", address: "", auth: "none", user: "", secret: "" });

/** The archives that this browser knows: to add, change, test and remove. */
export function ServersView() {
  const app = useApp();
  const { t } = useTranslation();
  const servers = useCell(app.pacs.servers);
  const [open, setOpen] = useState<Server | null>(servers.length === 0 ? blank : null);
  return (
    <>
      <p className="dim">{t("pacs.lead")}</p>
      <ul className="pacs-servers">
        {servers.map((server) => (
          <li key={server.id}>
            {open?.id === server.id ? (
              <ServerForm server={server} isNew={false} onClose={() => setOpen(null)} />
            ) : (
              <button type="button" className="pacs-server" onClick={() => setOpen(server)}>
                <IconPlugConnected size="1.1rem" aria-hidden />
                <strong>{server.name}</strong>
                <span className="dim grow">{server.address}</span>
                <span className="dim small">{server.auth === "none" ? "" : t(`pacs.authKind.${server.auth}`)}</span>
              </button>
            )}
          </li>
        ))}
        {open && !servers.some((s) => s.id === open.id) && (
          <li>
            <ServerForm server={open} isNew onClose={() => setOpen(null)} />
          </li>
        )}
      </ul>
      {open === null && (
        <Button variant="default" leftSection={<IconPlus size="1rem" />} onClick={() => setOpen(blank())}>
          {t("pacs.add")}
        </Button>
      )}
    </>
  );
}
