import { useTranslation } from "react-i18next";
import { reasonOf } from "#engine/maps/map-state.ts";
import type { Series } from "#io/series.ts";
import { intensityUnit, intensityValue, labValue } from "../../format.ts";
import { useViewing } from "../../hooks/use-app.ts";
import type { Overlay, OverlayReading } from "../../viewer/overlay.ts";
import { SegmentsThere } from "./SegmentsThere.tsx";

type Props = { series: Series; viewportId: string; overlays: readonly Overlay[] };

/** What lies under the pointer, while it is over the view. */
export function Probe({ series, viewportId, overlays }: Props) {
  const { t } = useTranslation();
  const probe = useViewing((now) => (now.probe?.viewportId === viewportId ? now.probe : null));
  if (!probe) return null;
  const { unit } = series.image;
  return (
    <>
      {!overlays.some((o) => o.backdrop) && (
        <span className="probe">
          <strong>
            {probe.value === null
              ? t("view.outside")
              : t("view.probe", { value: intensityValue(probe.value, unit), unit: intensityUnit(unit) })}
          </strong>
          {probe.value !== null && (
            <>
              <span>[{probe.index.join(", ")}]</span>
              <span>({probe.world.map((v) => v.toFixed(1).replace("-", "−")).join(", ")}) mm</span>
              <SegmentsThere labels={probe.labels} />
            </>
          )}
        </span>
      )}
      {probe.overlays.map((reading) => {
        const overlay = overlays.find((o) => o.id === reading.id);
        return overlay && !overlay.plain && <Value key={reading.id} overlay={overlay} reading={reading} />;
      })}
    </>
  );
}

/** What an overlay holds there, or why it holds nothing. */
function Value({ overlay, reading }: { overlay: Overlay; reading: OverlayReading }) {
  const { t } = useTranslation();
  const reason = reasonOf(reading.state);
  const none = reason === null ? t("maps.probe.pending") : `${t("maps.probe.none")} (${t(`reason.${reason}`)})`;
  return (
    <span className="probe" data-probe={overlay.name}>
      {overlay.name}:
      <strong>
        {reading.value === null
          ? none
          : (overlay.classes?.[reading.value - 1]?.name ?? `${labValue(reading.value)} ${overlay.unit}`)}
      </strong>
    </span>
  );
}
