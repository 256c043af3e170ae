import { ActionIcon, Button, NativeSelect } from "@mantine/core";
import { IconPlus, IconWand, IconX } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Series } from "#io/series.ts";
import { useApp, useCell } from "../../../hooks/use-app.ts";
import type { RegionPair, RegionRef } from "../../../workbench/robustness/pairs.ts";

type Props = {
  mode: "retest" | "readers";
  series: Series;
  pairs: readonly RegionPair[];
  first: readonly RegionRef[];
  second: readonly RegionRef[];
  /** Series with regions in them, but for the one in view. */
  others: readonly Series[];
};

/** Which regions belong together: found by name, and changed by hand. */
export function PairsForm({ mode, series, pairs, first, second, others }: Props) {
  const { robustness } = useApp().workbench;
  const { t } = useTranslation();
  const { otherSeries, pairs: chosen } = useCell(robustness.state);
  const change = (next: readonly RegionPair[]) => robustness.choose({ pairs: next });
  if (mode === "retest" && others.length === 0) return <p className="hint robust-hint">{t("robustness.noOther")}</p>;
  if (mode === "readers" && first.length < 2) return <p className="hint robust-hint">{t("robustness.noReaders")}</p>;
  const ready = mode === "readers" || others.some((s) => s.id === otherSeries);
  return (
    <>
      {mode === "retest" && (
        <NativeSelect
          label={t("robustness.other")}
          value={otherSeries}
          data={[
            ...(ready ? [] : [{ value: "", label: t("robustness.chooseOther") }]),
            ...others.map((s) => ({ value: s.id, label: s.description || s.modality })),
          ]}
          onChange={(event) => robustness.choose({ otherSeries: event.currentTarget.value, pairs: null })}
          data-trust="other"
        />
      )}
      {ready && (
        <>
          {pairs.length === 0 && (
            <p className="small dim">{mode === "readers" ? t("robustness.noReaders") : t("robustness.noPairs")}</p>
          )}
          {pairs.map((pair, p) => (
            <div
              key={`${pair.first.label} ${pair.second.label}`}
              className="robust-pair"
              data-pair={`${pair.first.label}-${pair.second.label}`}
            >
              <RegionChoice
                label={t("robustness.first")}
                regions={first}
                value={pair.first}
                onChange={(region) => change(pairs.with(p, { ...pair, first: region }))}
              />
              <RegionChoice
                label={t("robustness.second")}
                regions={second}
                value={pair.second}
                onChange={(region) => change(pairs.with(p, { ...pair, second: region }))}
              />
              <ActionIcon
                size="sm"
                aria-label={t("robustness.removePair")}
                title={t("robustness.removePair")}
                onClick={() => change(pairs.filter((_, i) => i !== p))}
              >
                <IconX size="0.875rem" />
              </ActionIcon>
            </div>
          ))}
          <div className="row">
            <Button
              variant="subtle"
              color="gray"
              leftSection={<IconPlus size="0.875rem" />}
              disabled={first.length === 0 || second.length === 0}
              onClick={() => {
                const free = (regions: readonly RegionRef[], side: "first" | "second") =>
                  regions.find((r) => pairs.every((p) => p[side].label !== r.label)) ?? regions[0];
                const a = free(first, "first");
                const rest = mode === "readers" ? second.filter((r) => r.label !== a.label) : second;
                change([...pairs, { first: a, second: free(rest, "second") }]);
              }}
            >
              {t("robustness.addPair")}
            </Button>
            {chosen !== null && (
              <Button
                variant="subtle"
                color="gray"
                leftSection={<IconWand size="0.875rem" />}
                onClick={() => robustness.choose({ pairs: null })}
              >
                {t("robustness.byName")}
              </Button>
            )}
          </div>
          {mode === "retest" && <p className="small dim">{t("robustness.settings")}</p>}
          {pairs.length > 0 && pairs.length < 4 && (
            <p className="small robust-note">{t("robustness.pairsFew", { pairs: pairs.length })}</p>
          )}
        </>
      )}
      {!ready && <p className="small dim">{series.description}</p>}
    </>
  );
}

type ChoiceProps = {
  label: string;
  regions: readonly RegionRef[];
  value: RegionRef;
  onChange: (region: RegionRef) => void;
};

const RegionChoice = ({ label, regions, value, onChange }: ChoiceProps) => (
  <NativeSelect
    aria-label={label}
    title={value.name}
    value={String(value.label)}
    data={regions.map((r) => ({ value: String(r.label), label: r.name }))}
    onChange={(event) => {
      const found = regions.find((r) => String(r.label) === event.currentTarget.value);
      if (found) onChange(found);
    }}
  />
);
