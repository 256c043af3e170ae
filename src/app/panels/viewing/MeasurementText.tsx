import { useTranslation } from "react-i18next";
import { measurementsOf } from "#session/measurements.ts";
import { useActiveSeries, useApp, useViewer, useViewing } from "../../hooks/use-app.ts";
import { TextField } from "../../ui/TextField.tsx";

/** The field for the text of an arrow that was just drawn, where its text will stand. */
export function MeasurementText({ viewportId }: { viewportId: string }) {
  const app = useApp();
  const { t } = useTranslation();
  const viewer = useViewer();
  const id = useViewing((_, { measuring }) => measuring.naming);
  const found = measurementsOf(useActiveSeries()?.state).find((m) => m.id === id);
  const at = id === null ? null : viewer?.measuring.placeOf(id, viewportId);
  if (!found || !at) return null;
  return (
    <div className="measurement-text" style={{ left: at[0], top: at[1] }}>
      <TextField
        autoFocus
        label={t("measure.text", { name: `${t(`measure.kind.${found.kind}`)} ${found.id}` })}
        placeholder={t("measure.textHint")}
        value={found.text}
        onChange={(text) => app.measuring.setText(found, text)}
        onLeave={() => viewer?.measuring.select(found.id)}
      />
    </div>
  );
}
