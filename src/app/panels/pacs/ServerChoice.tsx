import { NativeSelect } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useApp, useCell } from "../../hooks/use-app.ts";

/** Which archive is asked, where there are several. */
export function ServerChoice() {
  const app = useApp();
  const { t } = useTranslation();
  const servers = useCell(app.pacs.servers);
  const { server, busy } = useCell(app.pacs.state);
  if (servers.length < 2) return null;
  return (
    <NativeSelect
      label={t("pacs.server")}
      value={server}
      disabled={busy !== null}
      data={servers.map((s) => ({ value: s.id, label: s.name }))}
      onChange={(event) => app.pacs.chooseServer(event.currentTarget.value)}
    />
  );
}

/** The archive that is asked, or undefined. */
export function useServer() {
  const app = useApp();
  const servers = useCell(app.pacs.servers);
  const { server } = useCell(app.pacs.state);
  return servers.find((s) => s.id === server);
}
