import { Modal, Tabs } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useApp, useCell } from "../../hooks/use-app.ts";
import { Said } from "./Said.tsx";
import { SearchView } from "./SearchView.tsx";
import { SendView } from "./SendView.tsx";
import { ServersView } from "./ServersView.tsx";

const views = [
  { id: "search", View: SearchView },
  { id: "send", View: SendView },
  { id: "servers", View: ServersView },
] as const;

/** Archives that speak DICOMweb: to search, to retrieve from, to send to, and how they are reached. */
export function PacsDialog() {
  const app = useApp();
  const { t } = useTranslation();
  const servers = useCell(app.pacs.servers);
  const [view, setView] = useState<string>(servers.length > 0 ? "search" : "servers");
  const close = () => {
    app.pacs.hush();
    app.show("pacs", false);
  };
  return (
    <Modal
      opened
      onClose={close}
      title={t("pacs.title")}
      size="64rem"
      closeButtonProps={{ "aria-label": t("app.close") }}
    >
      <Tabs
        value={view}
        keepMounted={false}
        onChange={(next) => {
          app.pacs.hush();
          setView(next ?? "search");
        }}
      >
        <Tabs.List>
          {views.map(({ id }) => (
            <Tabs.Tab key={id} value={id} disabled={id !== "servers" && servers.length === 0}>
              {t(`pacs.tab.${id}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {views.map(({ id, View }) => (
          <Tabs.Panel key={id} value={id} className="pacs-view">
            <View />
          </Tabs.Panel>
        ))}
      </Tabs>
      <Said />
    </Modal>
  );
}
