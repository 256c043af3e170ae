import { Button, Checkbox, MultiSelect, SegmentedControl, Slider, Switch } from "@mantine/core";
import { IconMap } from "@tabler/icons-react";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { families } from "#engine/features/index.ts";
import { MAX_RADIUS, type MapSettings, mapFamilies } from "#engine/maps/settings.ts";
import { filterLabel } from "#engine/plan/extract-bank.ts";
import type { SeriesState } from "#session/session.ts";
import { useApp, useCell } from "../../hooks/use-app.ts";

const MOST = 8;

/** Which features, in which window. */
export function MapForm({ state }: { state: SeriesState }) {
  const app = useApp();
  const { t } = useTranslation();
  const { choice } = useCell(app.maps.state);
  const { settings } = choice;
  const segment = state.segments.find((s) => s.label === state.activeLabel);
  const groups = useMemo(
    () =>
      families
        .filter((family) => mapFamilies.includes(family.id))
        .map((family) => ({
          group: t(`family.${family.id}`),
          items: family.features.map(({ id, name }) => ({ value: id, label: name })),
        })),
    [t],
  );
  const set = (patch: Partial<MapSettings>) => app.maps.choose({ settings: { ...settings, ...patch } });
  const side = 2 * settings.radius + 1;
  return (
    <>
      <p className="small dim">{t("maps.lead")}</p>
      <MultiSelect
        label={t("maps.features")}
        placeholder={choice.featureIds.length === 0 ? t("maps.featuresMore") : undefined}
        data={groups}
        value={[...choice.featureIds]}
        onChange={(featureIds) => app.maps.choose({ featureIds })}
        searchable
        maxValues={MOST}
        hidePickedOptions
        maxDropdownHeight="16rem"
        comboboxProps={{ withinPortal: true }}
      />
      <div className="map-radius">
        <span className="small" id="map-radius">
          {t("maps.radius")}
        </span>
        <Slider
          className="map-grow"
          min={1}
          max={MAX_RADIUS}
          step={1}
          value={settings.radius}
          onChange={(radius) => set({ radius })}
          label={null}
          thumbLabel={t("maps.radius")}
        />
        <span className="small dim">{t("maps.radiusVoxels", { count: settings.radius, side })}</span>
      </div>
      <SegmentedControl
        aria-label={t("maps.window")}
        title={t("maps.windowMore")}
        value={settings.dimensionality}
        onChange={(mode) => set({ dimensionality: mode === "2D" ? "2D" : "3D" })}
        data={[
          { value: "3D", label: t("maps.cube") },
          { value: "2D", label: t("maps.square") },
        ]}
      />
      <div className="fields map-options">
        <Checkbox
          label={t("maps.masked")}
          title={t("maps.maskedMore")}
          checked={settings.masked}
          onChange={(event) => set({ masked: event.currentTarget.checked })}
        />
        <SegmentedControl
          size="xs"
          aria-label={t("maps.directions")}
          title={t("maps.directions")}
          value={settings.directions}
          onChange={(mode) => set({ directions: mode === "averaged" ? "averaged" : "merged" })}
          data={[
            { value: "merged", label: t("maps.merged") },
            { value: "averaged", label: t("maps.averaged") },
          ]}
        />
      </div>
      <div className="map-run">
        <Button leftSection={<IconMap size="1rem" />} onClick={() => void app.maps.compute()} data-map="compute">
          {t("maps.compute")}
        </Button>
        <span className="small dim ellipsis">
          {segment && t("maps.of", { name: segment.name })}{" "}
          {state.recipe.filter && t("maps.ofFilter", { filter: filterLabel(state.recipe.filter) })}
        </span>
      </div>
      <div>
        <Switch
          label={t("maps.live")}
          checked={choice.live}
          onChange={(event) => app.maps.choose({ live: event.currentTarget.checked })}
        />
      </div>
    </>
  );
}
