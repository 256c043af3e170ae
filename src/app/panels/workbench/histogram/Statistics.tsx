import { useTranslation } from "react-i18next";
import type { FeatureUnit } from "#engine/features/family.ts";
import { featureById } from "#engine/features/index.ts";
import type { InspectedRegion } from "#engine/inspect/region.ts";
import { labValue } from "../../../format.ts";

/** What the intensities are like, by the feature that says so. */
export function Statistics({ region, unit }: { region: InspectedRegion; unit: (of: FeatureUnit) => string }) {
  const { t } = useTranslation();
  return (
    <details className="inside-statistics" open>
      <summary>{t("inside.histogram.statistics")}</summary>
      <dl>
        {region.statistics.map((row) => {
          const feature = featureById(row.id)?.feature;
          if (!feature) return null;
          const scale = region.recipe.filter === undefined ? unit(feature.unit) : "";
          return (
            <div key={row.id} data-statistic={row.id}>
              <dt title={feature.name}>{feature.name}</dt>
              <dd title={"value" in row ? String(row.value) : row.detail}>
                {"value" in row ? `${labValue(row.value)} ${scale}`.trim() : t(`reason.${row.reason}`)}
              </dd>
            </div>
          );
        })}
      </dl>
    </details>
  );
}
