import { ActionIcon, Menu, NativeSelect, Radio, UnstyledButton } from "@mantine/core";
import { IconDownload, IconEye, IconEyeOff, IconX } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { type Registration, registered } from "#io/registration.ts";
import type { Series } from "#io/series.ts";
import type { SeriesState } from "#session/session.ts";
import { useApp, useCell, useViewing } from "../../hooks/use-app.ts";
import { isWhole, type Layer } from "../../maps/layer.ts";
import { IconButton } from "../../ui/IconButton.tsx";
import { useDescribeLayer } from "./describe-layer.ts";

const formats = ["nifti", "nrrd", "dicom"] as const;

type Props = { layers: readonly Layer[]; series: Series; state: SeriesState };

/** Series in the same frame of reference or registered to it, and files that know none (a saved map). */
const canLie = (other: Series, series: Series, registrations: readonly Registration[]): boolean =>
  other.id !== series.id &&
  (other.frameOfReferenceUid === series.frameOfReferenceUid ||
    other.frameOfReferenceUid === "" ||
    registered(registrations, other, series) !== null) &&
  other.use === "volume";

/** What there is to be shown; one lies over the images. */
export function LayerList({ layers, series, state }: Props) {
  const app = useApp();
  const { t } = useTranslation();
  const { shown } = useCell(app.maps.state);
  const visible = useViewing((now) => now.overlaysVisible) ?? true;
  const describe = useDescribeLayer();
  const { series: open, registrations } = useCell(app.library);
  const others = open.filter((s) => canLie(s, series, registrations));
  return (
    <>
      {layers.length === 0 && <p className="small dim">{t("maps.noLayers")}</p>}
      <ul className="layers">
        {layers.map((layer) => {
          const segment = state.segments.find((s) => s.label === layer.label);
          return (
            <li key={layer.id} data-layer={layer.name} data-status={layer.status}>
              <Radio
                name="layer"
                checked={layer.id === shown}
                onChange={() => app.maps.show(layer.id)}
                aria-label={t("maps.show", { name: `${layer.name}, ${describe(layer)}` })}
              />
              <UnstyledButton className="layer-name" tabIndex={-1} onClick={() => app.maps.show(layer.id)}>
                <span>{layer.name}</span>
                <span className="small dim">
                  {describe(layer)}
                  {segment && ` · ${segment.name}`}
                </span>
              </UnstyledButton>
              {layer.status !== "done" && (
                <span className="layer-status" data-status={layer.status} title={t(`maps.statusMore.${layer.status}`)}>
                  {t(`maps.status.${layer.status}`)}
                </span>
              )}
              <Menu position="bottom-end">
                <Menu.Target>
                  <ActionIcon
                    size="sm"
                    color="gray"
                    aria-label={`${t("maps.export")}: ${layer.name}`}
                    title={t("maps.export")}
                  >
                    <IconDownload size="1rem" stroke={1.7} />
                  </ActionIcon>
                </Menu.Target>
                <Menu.Dropdown>
                  {formats.map((format) => (
                    <Menu.Item
                      key={format}
                      disabled={!isWhole(layer) || layer.source.kind === "series"}
                      title={isWhole(layer) ? undefined : t("maps.exportWhole")}
                      onClick={() => void app.exportLayer(layer.id, format)}
                    >
                      {t(`maps.exportAs.${format}`)}
                    </Menu.Item>
                  ))}
                </Menu.Dropdown>
              </Menu>
              <IconButton
                label={t("maps.remove", { name: layer.name })}
                icon={IconX}
                onClick={() => app.maps.remove(layer.id)}
              />
            </li>
          );
        })}
      </ul>
      {others.length > 0 && (
        <NativeSelect
          label={t("maps.lay")}
          title={t("maps.layMore")}
          value=""
          data={[
            { value: "", label: t("maps.nothing") },
            ...others.map((s) => ({ value: s.id, label: `${s.modality} ${s.description}`.trim() })),
          ]}
          onChange={(event) => app.maps.lay(event.currentTarget.value)}
        />
      )}
      {layers.length > 0 && (
        <UnstyledButton className="link" aria-pressed={visible} onClick={() => app.maps.toggle()}>
          {visible ? <IconEye size="0.875rem" aria-hidden /> : <IconEyeOff size="0.875rem" aria-hidden />}{" "}
          {t("maps.onOff")}
        </UnstyledButton>
      )}
    </>
  );
}
