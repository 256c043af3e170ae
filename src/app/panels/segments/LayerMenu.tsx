import { ActionIcon, Menu, Switch, Tooltip } from "@mantine/core";
import { IconCopyPlus, IconDotsVertical, IconStack2, IconStackPop } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { layerOf } from "#session/layers.ts";
import type { Segment, SeriesState } from "#session/session.ts";
import { movesOf } from "../../edit/layering.ts";
import { useApp, useCell } from "../../hooks/use-app.ts";

type Props = { seriesId: string; state: SeriesState; segment: Segment };

/** What may be done with a segment's layer. */
export function LayerMenu({ seriesId, state, segment }: Props) {
  const app = useApp();
  const { t } = useTranslation();
  const empty = (useCell(app.tallies)[seriesId]?.[segment.label]?.count ?? 0) === 0;
  const { label, name } = segment;
  const { own, merge } = movesOf(state, segment);
  return (
    // A click on a row chooses its segment; one in the menu does not.
    // biome-ignore lint/a11y/noStaticElementInteractions: it only keeps clicks of the menu to itself
    // biome-ignore lint/a11y/useKeyWithClickEvents: see above
    <span onClick={(event) => event.stopPropagation()}>
      <Menu position="bottom-end">
        <Menu.Target>
          <Tooltip label={t("layers.menu", { name })}>
            <ActionIcon size="sm" color="gray" aria-label={t("layers.menu", { name })}>
              <IconDotsVertical size="1rem" stroke={1.7} />
            </ActionIcon>
          </Tooltip>
        </Menu.Target>
        <Menu.Dropdown maw="20rem">
          <Menu.Item
            leftSection={<IconStack2 size="1rem" />}
            disabled={!own}
            onClick={() => app.layering.own(seriesId, label)}
          >
            {t("layers.own")}
          </Menu.Item>
          {merge.map((layer) => (
            <Menu.Item
              key={layer}
              leftSection={<IconStackPop size="1rem" />}
              onClick={() => void app.layering.merge(seriesId, label, layer)}
            >
              {t("layers.merge", { n: layer + 1 })}
            </Menu.Item>
          ))}
          <Menu.Item
            leftSection={<IconCopyPlus size="1rem" />}
            disabled={empty}
            onClick={() => app.layering.copy(seriesId, label)}
          >
            {t("layers.copy")}
          </Menu.Item>
          <Menu.Label className="layer-note">{t("layers.note")}</Menu.Label>
        </Menu.Dropdown>
      </Menu>
    </span>
  );
}

/** Says that a segment lies in another layer than the first. */
export function LayerBadge({ segment }: { segment: Segment }) {
  const { t } = useTranslation();
  const layer = layerOf(segment);
  if (layer === 0) return null;
  return (
    <span className="layer-badge" title={t("layers.badgeMore", { n: layer + 1 })} data-layer={layer}>
      <IconStack2 size="0.875rem" aria-hidden /> {t("layers.badge", { n: layer + 1 })}
    </span>
  );
}

/** Whether segments to come get layers of their own. */
export function AllowOverlap() {
  const app = useApp();
  const { t } = useTranslation();
  const { overlap } = useCell(app.preferences);
  return (
    <Switch
      className="layers-allow"
      size="xs"
      label={t("layers.allow")}
      title={t("layers.allowMore")}
      checked={overlap}
      onChange={(event) => {
        const { checked } = event.currentTarget;
        app.preferences.update((now) => ({ ...now, overlap: checked }));
      }}
    />
  );
}
