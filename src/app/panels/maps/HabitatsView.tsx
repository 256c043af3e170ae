import { Button, MultiSelect, NumberInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { featureUnit, labValue } from "../../format.ts";
import { useApp, useCell } from "../../hooks/use-app.ts";
import { isWhole, type Layer } from "../../maps/layer.ts";
import { useDescribeLayer } from "./describe-layer.ts";

type Props = { layer: Layer; layers: readonly Layer[]; seriesId: string };

/** New segments from values of maps: a range of one, or voxels alike in several. */
export function HabitatsView({ layer, layers, seriesId }: Props) {
  const app = useApp();
  const { t } = useTranslation();
  const describe = useDescribeLayer();
  const { habitats } = useCell(app.maps.state);
  const [low, setLow] = useState<number | null>(null);
  const [high, setHigh] = useState<number | null>(null);
  const [chosen, setChosen] = useState<readonly string[]>([layer.id]);
  const [clusters, setClusters] = useState(3);
  const whole = layers.filter(isWhole);
  const picked = chosen.filter((id) => whole.some((l) => l.id === id));
  const unit = featureUnit(layer.unit, layer.imageUnit);
  const ends = [
    { key: "low", value: low, set: setLow, hint: layer.range[0] },
    { key: "high", value: high, set: setHigh, hint: layer.range[1] },
  ] as const;
  return (
    <>
      <p className="small dim">{t("maps.habitatsLead")}</p>
      <div className="fields">
        {ends.map(({ key, value, set, hint }) => (
          <NumberInput
            key={key}
            label={`${t(`maps.${key}`)} ${unit && `(${unit})`}`}
            value={value ?? ""}
            placeholder={labValue(hint)}
            onChange={(next) => set(typeof next === "number" ? next : null)}
            data-habitat={key}
          />
        ))}
        <Button
          variant="default"
          disabled={!isWhole(layer) || (low === null && high === null)}
          onClick={() => app.maps.threshold(layer.id, low, high)}
          data-habitat="threshold"
        >
          {t("maps.fromRange")}
        </Button>
      </div>
      <MultiSelect
        label={t("maps.kmeansMaps")}
        data={whole.map((l) => ({ value: l.id, label: `${l.name} (${describe(l)})` }))}
        value={picked}
        onChange={setChosen}
      />
      <div className="fields">
        <NumberInput
          label={t("maps.clusters")}
          value={clusters}
          min={2}
          max={20}
          allowDecimal={false}
          hideControls={false}
          onChange={(next) => typeof next === "number" && setClusters(next)}
        />
        <Button
          variant="default"
          disabled={picked.length === 0}
          onClick={() => void app.maps.cluster(picked, clusters)}
          data-habitat="kmeans"
        >
          {t("maps.kmeans")}
        </Button>
      </div>
      {habitats?.seriesId === seriesId && (
        <div className="map-table">
          <table className="small">
            <thead>
              <tr>
                <th scope="col">{t("maps.habitats")}</th>
                <th scope="col">n</th>
                {habitats.maps.map((name) => (
                  <th key={name} scope="col">
                    {name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {habitats.names.map((name, n) => (
                <tr key={name}>
                  <th scope="row">{name}</th>
                  <td>{habitats.counts[n]}</td>
                  {habitats.maps.map((map, m) => (
                    <td key={map}>{labValue(habitats.means[n * habitats.maps.length + m])}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <Button
        variant="subtle"
        size="compact-sm"
        onClick={() => {
          app.setColumns("all");
          app.showTab("features");
        }}
      >
        {t("maps.compareFeatures")}
      </Button>
    </>
  );
}
