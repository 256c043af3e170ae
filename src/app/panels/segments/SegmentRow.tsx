import { ColorPicker, Popover, TextInput, UnstyledButton } from "@mantine/core";
import { IconEye, IconEyeOff, IconLock, IconLockOpen, IconTargetArrow, IconTrash } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Series } from "#io/series.ts";
import { palette } from "#session/palette.ts";
import type { Segment, SeriesState } from "#session/session.ts";
import { intensityUnit, labValue, segmentSize } from "../../format.ts";
import { useApp, useCell } from "../../hooks/use-app.ts";
import { IconButton } from "../../ui/IconButton.tsx";
import { LayerBadge, LayerMenu } from "./LayerMenu.tsx";

type Props = { series: Series; state: SeriesState; segment: Segment };

/** A segment: a click makes it the one that is drawn with. */
export function SegmentRow({ series, state, segment }: Props) {
  const app = useApp();
  const { t } = useTranslation();
  const { label, name, visible, locked } = segment;
  const active = label === state.activeLabel;
  const change = (patch: Parameters<typeof app.store.updateSegment>[2]) =>
    app.store.updateSegment(series.id, label, patch);
  const activate = () => app.store.activateSegment(series.id, label);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the name field and "q" do the same from the keyboard
    <li className="segment" data-active={active || undefined} data-label={label} onClick={activate}>
      <Swatch segment={segment} onChange={(color) => change({ color })} />
      <div className="segment-main">
        <NameField name={name} onFocus={activate} onChange={(next) => change({ name: next })} />
        <span className="segment-line">
          <Figures series={series} label={label} />
          <LayerBadge segment={segment} />
        </span>
      </div>
      <div className="segment-buttons">
        <IconButton
          icon={IconTargetArrow}
          label={t("segments.goTo", { name })}
          onClick={() => app.goToSegment(label)}
        />
        <IconButton
          icon={visible ? IconEye : IconEyeOff}
          label={t(visible ? "segments.hide" : "segments.show", { name })}
          onClick={() => change({ visible: !visible })}
        />
        <IconButton
          icon={locked ? IconLock : IconLockOpen}
          label={t(locked ? "segments.unlock" : "segments.lock", { name })}
          color={locked ? "yellow" : "gray"}
          onClick={() => change({ locked: !locked })}
        />
        <IconButton
          icon={IconTrash}
          label={t("segments.remove", { name })}
          onClick={(event) => {
            event.stopPropagation();
            app.removeSegment(label);
          }}
        />
        <LayerMenu seriesId={series.id} state={state} segment={segment} />
      </div>
    </li>
  );
}

/** Size and mean intensity, right after each stroke. No size where spacing or slice distance is not known. */
function Figures({ series, label }: { series: Series; label: number }) {
  const app = useApp();
  const { t } = useTranslation();
  const tally = useCell(app.tallies)[series.id]?.[label];
  if (!tally || tally.count === 0) return <span className="figures dim">{t("segments.empty")}</span>;
  const { grid, unit } = series.image;
  const flat = grid.dims[2] === 1;
  const sized = (flat || series.use === "volume") && !series.findings.some((f) => f.code === "no_pixel_spacing");
  const size = segmentSize(tally.count, grid.spacing, flat);
  const mean = tally.valued === 0 ? "–" : `${labValue(tally.sum / tally.valued)} ${intensityUnit(unit)}`.trim();
  return (
    <span className="figures" title={t("segments.voxels", { count: tally.count })}>
      {sized ? `${size.value} ${size.unit}` : t("segments.voxels", { count: tally.count })}
      {" · "}
      {t("segments.mean", { value: mean })}
    </span>
  );
}

/** The name, edited in place: Enter or leaving the field keeps it, Escape does not. */
function NameField({
  name,
  onFocus,
  onChange,
}: {
  name: string;
  onFocus: () => void;
  onChange: (next: string) => void;
}) {
  const { t } = useTranslation();
  const [draft, setDraft] = useState<string | null>(null);
  const keep = () => {
    const next = draft?.trim();
    if (next && next !== name) onChange(next);
    setDraft(null);
  };
  return (
    <TextInput
      variant="unstyled"
      size="xs"
      className="segment-name"
      aria-label={t("segments.name")}
      value={draft ?? name}
      maxLength={64}
      onFocus={onFocus}
      onChange={(event) => setDraft(event.currentTarget.value)}
      onBlur={keep}
      onKeyDown={(event) => {
        if (event.key === "Enter") event.currentTarget.blur();
        if (event.key === "Escape") {
          setDraft(null);
          event.stopPropagation();
        }
      }}
    />
  );
}

const hex = (color: Segment["color"]) => `#${color.map((c) => c.toString(16).padStart(2, "0")).join("")}`;
const swatches = palette.map(hex);

function Swatch({ segment, onChange }: { segment: Segment; onChange: (color: Segment["color"]) => void }) {
  const { t } = useTranslation();
  // The picker tells of every step of a drag; only where it ends is kept, as one step of history.
  const [draft, setDraft] = useState<string | null>(null);
  return (
    <Popover position="left-start" withArrow onClose={() => setDraft(null)}>
      <Popover.Target>
        <UnstyledButton
          className="swatch"
          style={{ background: draft ?? hex(segment.color) }}
          aria-label={t("segments.colour", { name: segment.name })}
        />
      </Popover.Target>
      <Popover.Dropdown>
        <ColorPicker
          format="hex"
          value={draft ?? hex(segment.color)}
          swatches={swatches}
          onChange={setDraft}
          onChangeEnd={(value) => {
            setDraft(null);
            const color = rgb(value);
            if (hex(color) !== hex(segment.color)) onChange(color);
          }}
        />
      </Popover.Dropdown>
    </Popover>
  );
}

const rgb = (value: string): Segment["color"] => {
  const [r, g, b] = [1, 3, 5].map((at) => Number.parseInt(value.slice(at, at + 2), 16));
  return [r, g, b];
};
