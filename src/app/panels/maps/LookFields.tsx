import { Button, NativeSelect, NumberInput, SegmentedControl, Slider } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { colormapIds, cssGradient } from "../../colormaps/colormaps.ts";
import { featureUnit, labValue } from "../../format.ts";
import { useApp, useCell, useViewing } from "../../hooks/use-app.ts";
import type { Layer, Look } from "../../maps/layer.ts";
import { useDescribeLayer } from "./describe-layer.ts";

/** Colours, opacity and range of the layer shown; and what stands beside it. */
export function LookFields({ layer, layers }: { layer: Layer; layers: readonly Layer[] }) {
  const app = useApp();
  const { t } = useTranslation();
  const { beside } = useCell(app.maps.state);
  const pairs = useViewing(({ layouts }) => layouts.includes("pair"));
  const describe = useDescribeLayer();
  const { look, range } = layer;
  const set = (patch: Partial<Look>) => app.maps.look(layer.id, patch);
  const unit = featureUnit(layer.unit, layer.imageUnit);
  const suffix = look.mode === "percentile" ? " %" : unit && ` ${unit}`;
  const others = layers.filter((l) => l.id !== layer.id);
  const change = (mode: Look["mode"]) => {
    if (mode === "values") set({ mode, low: Number(range[0].toPrecision(4)), high: Number(range[1].toPrecision(4)) });
    else set({ mode, low: 2, high: 98 });
  };
  return (
    <>
      <div className="fields">
        <NativeSelect
          label={t("maps.colormap")}
          value={look.colormap}
          data={colormapIds.map((id) => ({ value: id, label: t(`maps.colormaps.${id}`) }))}
          onChange={(event) =>
            set({ colormap: colormapIds.find((id) => id === event.currentTarget.value) ?? "viridis" })
          }
        />
        <div className="map-opacity">
          <span className="small">{t("maps.opacity")}</span>
          <Slider
            min={0}
            max={100}
            value={Math.round(100 * look.opacity)}
            onChange={(percent) => set({ opacity: percent / 100 })}
            label={(percent) => `${percent} %`}
            thumbLabel={t("maps.opacity")}
          />
        </div>
      </div>
      <div className="map-gradient" style={{ background: cssGradient(look.colormap, "to right") }} aria-hidden />
      <div className="map-ends small" data-map="range">
        <span>{labValue(range[0])}</span>
        <span className="dim">{unit}</span>
        <span>{labValue(range[1])}</span>
      </div>
      <div className="map-range">
        <SegmentedControl
          size="xs"
          aria-label={t("maps.range")}
          value={look.mode}
          onChange={(mode) => change(mode === "values" ? "values" : "percentile")}
          data={[
            { value: "percentile", label: t("maps.percentile") },
            { value: "values", label: t("maps.values") },
          ]}
        />
        {(["low", "high"] as const).map((end) => (
          <NumberInput
            key={end}
            aria-label={t(`maps.${end}`)}
            value={look[end]}
            suffix={suffix}
            {...(look.mode === "percentile" ? { min: 0, max: 100 } : {})}
            onChange={(value) => typeof value === "number" && set({ [end]: value })}
          />
        ))}
      </div>
      {others.length > 0 && pairs && (
        <div className="fields">
          <NativeSelect
            label={t("maps.beside")}
            title={t("maps.besideMore")}
            value={beside}
            data={[
              { value: "", label: t("maps.nothing") },
              ...others.map((l) => ({ value: l.id, label: `${l.name} (${describe(l)})` })),
            ]}
            onChange={(event) => app.maps.showBeside(event.currentTarget.value)}
          />
          <Button
            variant="default"
            disabled={beside === ""}
            title={t("maps.subtractMore")}
            onClick={() => app.maps.subtract(layer.id, beside)}
          >
            {t("maps.subtract")}
          </Button>
        </div>
      )}
    </>
  );
}
