import { ActionIcon, Button, NativeSelect, Switch } from "@mantine/core";
import { IconDownload, IconPin, IconPinnedOff } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useApp, useCell } from "../../../hooks/use-app.ts";
import type { FeatureSelection } from "../../../state/selection.ts";
import { stableKeys, type TrustRow } from "../../../workbench/robustness/rows.ts";

type By = FeatureSelection["by"];
const iccLimits: readonly By[] = [0.9, 0.75, 0.5].map((limit) => ({ what: "icc", limit }));
const wcvLimits: readonly By[] = [0.05, 0.1, 0.2].map((limit) => ({ what: "wcv", limit }));
const idOf = ({ what, limit }: By) => `${what} ${limit}`;

type Props = {
  rows: readonly TrustRow[];
  /** Segments with voxels, of the series in view. */
  labels: readonly number[];
  hasIcc: boolean;
  only: boolean;
  onOnly: (on: boolean) => void;
};

/** Keeps the stable features as a selection that other views read. */
export function KeepRow({ rows, labels, hasIcc, only, onOnly }: Props) {
  const { robustness, selection } = useApp().workbench;
  const { t } = useTranslation();
  const kept = useCell(selection);
  const options = hasIcc ? [...iccLimits, ...wcvLimits] : wcvLimits;
  const [chosen, setChosen] = useState("");
  const by = options.find((o) => idOf(o) === chosen) ?? options[0];
  const keys = stableKeys(rows, by);
  const say = (o: By) =>
    t(`robustness.by.${o.what}`, { limit: o.what === "icc" ? o.limit : Number((100 * o.limit).toPrecision(6)) });
  return (
    <div className="robust-keep">
      <NativeSelect
        label={t("robustness.keepBy")}
        value={idOf(by)}
        data={options.map((o) => ({ value: idOf(o), label: say(o) }))}
        onChange={(event) => setChosen(event.currentTarget.value)}
      />
      <Button
        leftSection={<IconPin size="1rem" />}
        variant="default"
        title={t("robustness.keepMore")}
        disabled={keys.length === 0}
        onClick={() => selection.set({ keys, by })}
        data-trust="keep"
      >
        {t("robustness.keep")} ({keys.length})
      </Button>
      {kept && (
        <div className="robust-kept" data-kept-count={kept.keys.length}>
          <strong className="small">{t("robustness.kept", { count: kept.keys.length })}</strong>
          <Switch
            label={t("robustness.onlyKept")}
            checked={only}
            onChange={(event) => onOnly(event.currentTarget.checked)}
          />
          <Button
            variant="subtle"
            color="gray"
            leftSection={<IconDownload size="0.875rem" />}
            title={t("robustness.saveKeptMore")}
            onClick={() => void robustness.saveKept(labels, kept.keys)}
            data-trust="save-kept"
          >
            {t("robustness.saveKept")}
          </Button>
          <ActionIcon
            size="sm"
            aria-label={t("robustness.forget")}
            title={t("robustness.forget")}
            onClick={() => {
              selection.set(null);
              onOnly(false);
            }}
          >
            <IconPinnedOff size="0.875rem" />
          </ActionIcon>
        </div>
      )}
    </div>
  );
}
