import { Checkbox, NativeSelect, NumberInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { asProfile } from "#engine/plan/as-profile.ts";
import { checkRecipe } from "#engine/plan/check-recipe.ts";
import { type Aggregation, aggregations, type Recipe } from "#engine/recipe.ts";
import type { Series } from "#io/series.ts";
import { intensityUnit } from "../../../format.ts";
import { useActiveSegment, useApp, useCell } from "../../../hooks/use-app.ts";
import { DiscretisationFields } from "./DiscretisationFields.tsx";
import { FilterPart } from "./FilterPart.tsx";
import { InterpolationFields } from "./InterpolationFields.tsx";
import { NormalisationFields } from "./NormalisationFields.tsx";
import { OptionalNumber } from "./OptionalNumber.tsx";
import { Part } from "./Part.tsx";
import { PresetPicker } from "./PresetPicker.tsx";
import { ProfilePicker } from "./ProfilePicker.tsx";

const weights = ["none", "manhattan", "euclidean", "chebyshev"] as const;

/** Every setting of the extraction, in the IBSI's terms and order, with what is wrong about them beside them. */
export function SettingsView({ series, recipe }: { series: Series; recipe: Recipe }) {
  const app = useApp();
  const { t } = useTranslation();
  const problems = checkRecipe(recipe, series.image);
  const pyradiomics = recipe.profile === "PyRadiomics";
  const withProfile = (next: Recipe) => (pyradiomics ? asProfile(next, "PyRadiomics") : next);
  const change = (patch: Partial<Recipe>) => {
    app.setRecipe(withProfile({ ...recipe, ...patch }));
  };
  const unit = recipe.normalisation ? "" : intensityUnit(series.image.unit);
  const label = useActiveSegment()?.label ?? 0;
  const measured = useCell(app.measurements)[series.id]?.[label];
  const { resegmentation, texture } = recipe;
  const [low, high] = resegmentation.range;
  const toggle = (a: Aggregation, on: boolean) =>
    change({ aggregations: aggregations.filter((x) => (x === a ? on : recipe.aggregations.includes(x))) });
  return (
    <div className="settings">
      <PresetPicker series={series} recipe={recipe} />
      <ProfilePicker recipe={recipe} />
      {!pyradiomics && (
        <Part
          title={t("images.normalise.title")}
          more={t("images.normalise.more")}
          of="normalisation"
          problems={problems}
        >
          <NormalisationFields
            series={series}
            value={recipe.normalisation}
            found={measured?.extraction?.normalisation}
            onChange={(normalisation) => {
              const { normalisation: _, ...rest } = recipe;
              app.setRecipe(normalisation ? { ...rest, normalisation } : rest);
            }}
          />
        </Part>
      )}
      <Part
        title={t("settings.interpolation")}
        more={t("settings.interpolationMore")}
        of="interpolation"
        problems={problems}
      >
        <InterpolationFields
          value={recipe.interpolation}
          spacing={series.image.grid.spacing}
          flat={series.use === "slices" || series.image.grid.dims[2] === 1}
          isHu={series.image.unit === "HU" && !recipe.normalisation}
          onChange={(interpolation) => change({ interpolation })}
        />
      </Part>
      <Part
        title={t("settings.resegmentation")}
        more={t("settings.resegmentationMore")}
        of="resegmentation"
        problems={problems}
      >
        <div className="fields">
          <OptionalNumber
            label={`${t("settings.low")} ${unit}`.trim()}
            value={low}
            onChange={(next) => change({ resegmentation: { ...resegmentation, range: [next, high] } })}
          />
          <OptionalNumber
            label={`${t("settings.high")} ${unit}`.trim()}
            value={high}
            onChange={(next) => change({ resegmentation: { ...resegmentation, range: [low, next] } })}
          />
          <OptionalNumber
            label={`${t("settings.outliers")} (${t("settings.sigma")})`}
            value={resegmentation.outlierSigma}
            onChange={(outlierSigma) => change({ resegmentation: { ...resegmentation, outlierSigma } })}
          />
        </div>
      </Part>
      <FilterPart
        recipe={recipe}
        series={series}
        problems={problems}
        onChange={(filter) => {
          const { filter: _, ...plain } = recipe;
          app.setRecipe(withProfile(filter ? { ...plain, filter } : plain));
        }}
      />
      <Part
        title={t("settings.discretisation")}
        more={t("settings.discretisationMore")}
        of="discretisation"
        problems={problems}
      >
        <DiscretisationFields
          label={t("settings.discretisation")}
          value={recipe.discretisation}
          unit={recipe.normalisation ? "arbitrary" : series.image.unit}
          onChange={(discretisation) => change({ discretisation })}
        />
      </Part>
      {!pyradiomics && (
        <>
          <Part title={t("settings.ivh")} more={t("settings.ivhMore")} of="ivh" problems={problems}>
            <DiscretisationFields
              label={t("settings.ivh")}
              value={recipe.ivh}
              unit={recipe.normalisation ? "arbitrary" : series.image.unit}
              fine
              onChange={(ivh) => change({ ivh })}
            />
          </Part>
          <Part
            title={t("settings.aggregations")}
            more={t("settings.aggregationsMore")}
            of="aggregations"
            problems={problems}
          >
            <div className="checks">
              {aggregations.map((a) => (
                <Checkbox
                  key={a}
                  label={t(`aggregation.${a}`)}
                  title={t(`aggregationMore.${a}`)}
                  checked={recipe.aggregations.includes(a)}
                  onChange={(event) => toggle(a, event.currentTarget.checked)}
                />
              ))}
            </div>
          </Part>
          <Part title={t("settings.texture")} of="texture" problems={problems}>
            <div className="fields">
              <NumberInput
                label={`${t("settings.distance")} (${t("settings.voxels")})`}
                value={texture.distance}
                min={1}
                allowDecimal={false}
                hideControls={false}
                onChange={(next) => typeof next === "number" && change({ texture: { ...texture, distance: next } })}
              />
              <NativeSelect
                label={t("settings.weighting")}
                value={texture.weighting}
                data={weights.map((w) => ({ value: w, label: t(`settings.weights.${w}`) }))}
                onChange={(event) => {
                  const weighting = weights.find((w) => w === event.currentTarget.value) ?? "none";
                  change({ texture: { ...texture, weighting } });
                }}
              />
              <NumberInput
                label={t("settings.coarseness")}
                value={texture.coarseness}
                min={0}
                hideControls={false}
                onChange={(next) => typeof next === "number" && change({ texture: { ...texture, coarseness: next } })}
              />
            </div>
          </Part>
        </>
      )}
    </div>
  );
}
