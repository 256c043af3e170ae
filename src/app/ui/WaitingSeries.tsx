import { ColorSwatch } from "@mantine/core";
import { useSyncExternalStore } from "react";
import { useTranslation } from "react-i18next";
import { useApp } from "../hooks/use-app.ts";
import type { SeriesIdentity } from "../projects/project.ts";

/** Series whose images have not come yet, with the segments that are kept for them. */
export function WaitingSeries({ series }: { series: readonly SeriesIdentity[] }) {
  const app = useApp();
  const { t } = useTranslation();
  const session = useSyncExternalStore(app.store.subscribe, () => app.store.state);
  return (
    <ul className="waiting-series">
      {series.map((one) => (
        <li key={one.id}>
          <span className="kind">{one.modality}</span>
          <strong title={one.id}>{one.description || t("projects.unnamed")}</strong>
          {session.series[one.id]?.segments.map((s) => (
            <span key={s.label} className="waiting-segment">
              <ColorSwatch size="0.75rem" color={`rgb(${s.color.join(",")})`} /> {s.name}
            </span>
          ))}
        </li>
      ))}
    </ul>
  );
}
