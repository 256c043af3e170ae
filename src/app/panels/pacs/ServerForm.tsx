import { Button, PasswordInput, SegmentedControl, TextInput } from "@mantine/core";
import { IconDeviceFloppy, IconPlugConnected, IconTrash } from "@tabler/icons-react";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { parseAddress } from "#io/dicomweb/address.ts";
import { useApp, useCell } from "../../hooks/use-app.ts";
import type { Server } from "../../pacs/servers.ts";
import { Sure } from "../../ui/Sure.tsx";

const kinds = ["none", "basic", "bearer"] as const;

/** One archive: its name, where it is, and how one signs in. */
export function ServerForm({ server, isNew, onClose }: { server: Server; isNew: boolean; onClose: () => void }) {
  const app = useApp();
  const { t } = useTranslation();
  const { busy } = useCell(app.pacs.state);
  const [draft, setDraft] = useState(server);
  const [tried, setTried] = useState(false);
  const change = (patch: Partial<Server>) => setDraft({ ...draft, ...patch });
  const address = parseAddress(draft.address, document.baseURI);
  const problem = typeof address === "string" ? t(`pacs.addressProblem.${address}`) : null;
  const whole = (): Server => ({ ...draft, name: draft.name.trim() || new URL(draft.address, document.baseURI).host });
  const save = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (problem) return;
    app.pacs.keepServer(whole());
    onClose();
  };
  return (
    <form className="pacs-server-form" onSubmit={save}>
      <div className="pacs-pair">
        <TextInput
          label={t("pacs.name")}
          placeholder={t("pacs.namePlaceholder")}
          value={draft.name}
          maxLength={60}
          onChange={(event) => change({ name: event.currentTarget.value })}
        />
        <TextInput
          label={t("pacs.address")}
          description={t("pacs.addressMore")}
          placeholder={t("pacs.addressPlaceholder")}
          value={draft.address}
          error={tried || draft.address !== "" ? problem : null}
          onChange={(event) => change({ address: event.currentTarget.value })}
        />
      </div>
      <div className="pacs-sign-in">
        <span className="small">{t("pacs.auth")}</span>
        <SegmentedControl
          aria-label={t("pacs.auth")}
          value={draft.auth}
          data={kinds.map((kind) => ({ value: kind, label: t(`pacs.authKind.${kind}`) }))}
          onChange={(auth) => change({ auth: auth as Server["auth"] })}
        />
      </div>
      {draft.auth !== "none" && (
        <div className="pacs-pair">
          {draft.auth === "basic" && (
            <TextInput
              label={t("pacs.user")}
              value={draft.user}
              autoComplete="off"
              onChange={(event) => change({ user: event.currentTarget.value })}
            />
          )}
          <PasswordInput
            size="xs"
            label={t(draft.auth === "basic" ? "pacs.password" : "pacs.token")}
            value={draft.secret}
            autoComplete="off"
            onChange={(event) => change({ secret: event.currentTarget.value })}
          />
        </div>
      )}
      <p className="dim small">{t("pacs.kept")}</p>
      {typeof address === "object" && address.crossOrigin && (
        <p className="dim small">{t("pacs.cors", { origin: new URL(document.baseURI).origin })}</p>
      )}
      <div className="row">
        <Button type="submit" leftSection={<IconDeviceFloppy size="1rem" />}>
          {t("pacs.save")}
        </Button>
        <Button
          variant="default"
          loading={busy?.what === "check"}
          disabled={problem !== null}
          leftSection={<IconPlugConnected size="1rem" />}
          onClick={() => void app.pacs.check(whole())}
        >
          {t("pacs.check")}
        </Button>
        <Button variant="subtle" color="gray" onClick={onClose}>
          {t("pacs.cancel")}
        </Button>
        <span className="spring" />
        {!isNew && (
          <Sure
            question={t("pacs.removeSure", { name: server.name })}
            yes={t("pacs.remove")}
            no={t("pacs.keep")}
            onYes={() => app.pacs.removeServer(server.id)}
          >
            {(ask) => (
              <Button variant="subtle" color="red" leftSection={<IconTrash size="1rem" />} onClick={ask}>
                {t("pacs.remove")}
              </Button>
            )}
          </Sure>
        )}
      </div>
    </form>
  );
}
