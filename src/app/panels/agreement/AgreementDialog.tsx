import { Button, Modal, NativeSelect } from "@mantine/core";
import { IconLayersDifference } from "@tabler/icons-react";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Agreement } from "#engine/edit/agreement.ts";
import type { Series } from "#io/series.ts";
import type { SeriesState } from "#session/session.ts";
import { compareRegions, type Region, regionsOf } from "../../edit/regions.ts";
import { labValue } from "../../format.ts";
import { useActiveSeries, useApp, useCell } from "../../hooks/use-app.ts";

/** How two regions of the series agree: two readers, or a segment and one that came in a file. */
export function AgreementDialog() {
  const app = useApp();
  const { t } = useTranslation();
  const active = useActiveSeries();
  return (
    <Modal
      opened
      onClose={() => app.show("agreement", false)}
      title={t("edit.agreement.title")}
      size="36rem"
      closeButtonProps={{ "aria-label": t("app.close") }}
    >
      {active ? <Pair {...active} /> : <p className="hint">{t("info.none")}</p>}
    </Modal>
  );
}

function Pair({ series, state }: { series: Series; state: SeriesState }) {
  const app = useApp();
  const { t } = useTranslation();
  const { segmentations } = useCell(app.library);
  const shown = useCell(app.difference.shown);
  const { segments, activeLabel } = state;
  const regions = regionsOf({ series, segments, segmentations });
  const [first, setFirst] = useState(`label ${activeLabel}`);
  const [second, setSecond] = useState(
    () => (regions.find((r) => r.source !== null) ?? regions.find((r) => r.id !== `label ${activeLabel}`))?.id ?? "",
  );
  const found = useMemo(() => {
    const mapOf = (label: number) => app.store.mapOf(series.id, label);
    return compareRegions({ series, mapOf, segments, segmentations }, first, second);
  }, [app, series, segments, segmentations, first, second]);
  if (regions.length < 2) return <p className="hint">{t("edit.agreement.needTwo")}</p>;
  const sized = !series.findings.some((f) => f.code === "no_pixel_spacing");
  return (
    <>
      <div className="edit-options">
        <Choice label={t("edit.agreement.a")} regions={regions} value={first} onChange={setFirst} />
        <Choice label={t("edit.agreement.b")} regions={regions} value={second} onChange={setSecond} />
      </div>
      {found ? (
        <Table found={found} sized={sized} flat={series.image.grid.dims[2] === 1} />
      ) : (
        <p className="hint">{t("edit.agreement.empty")}</p>
      )}
      <div className="agreement-acts">
        <Button
          disabled={!found}
          leftSection={<IconLayersDifference size="1rem" />}
          onClick={() => {
            app.difference.show({ seriesId: series.id, a: first, b: second });
            app.show("agreement", false);
          }}
        >
          {t("edit.difference.show")}
        </Button>
        {shown && (
          <Button variant="default" onClick={() => app.difference.hide()}>
            {t("edit.difference.hide")}
          </Button>
        )}
      </div>
      <p className="dim small">{t("edit.agreement.how")}</p>
    </>
  );
}

type ChoiceProps = { label: string; regions: readonly Region[]; value: string; onChange: (id: string) => void };

const Choice = ({ label, regions, value, onChange }: ChoiceProps) => (
  <NativeSelect
    label={label}
    value={value}
    data={regions.map((r) => ({ value: r.id, label: r.source === null ? r.name : `${r.name} (${r.source})` }))}
    onChange={(event) => onChange(event.currentTarget.value)}
  />
);

/** Without a pixel spacing, only what needs none. */
function Table({ found, sized, flat }: { found: Agreement; sized: boolean; flat: boolean }) {
  const { t } = useTranslation();
  const mm = (value: number) => `${labValue(value)} mm`;
  const ml = (value: number) => (flat ? null : `${labValue(value / 1000)} ml`);
  const rows = [
    { id: "dice", value: found.dice.toFixed(4) },
    { id: "jaccard", value: found.jaccard.toFixed(4) },
    { id: "hausdorff95", value: sized ? mm(found.hausdorff95) : null },
    { id: "hausdorff", value: sized ? mm(found.hausdorff) : null },
    { id: "meanSurfaceDistance", value: sized ? mm(found.meanSurfaceDistance) : null },
    { id: "volumeA", value: sized ? ml(found.volumeA) : null },
    { id: "volumeB", value: sized ? ml(found.volumeB) : null },
    { id: "volumeDifference", value: sized ? ml(found.volumeDifference) : null },
    { id: "volumeDifferencePercent", value: `${labValue(found.volumeDifferencePercent)} %` },
  ] as const;
  return (
    <table className="agreement">
      <tbody>
        {rows.map(
          ({ id, value }) =>
            value !== null && (
              <tr key={id} data-measure={id}>
                <th scope="row">{t(`edit.agreement.${id}`)}</th>
                <td>{value}</td>
              </tr>
            ),
        )}
      </tbody>
    </table>
  );
}
