import { Checkbox } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Segment } from "#session/session.ts";

type Props = {
  segments: readonly Segment[];
  value: readonly number[];
  onChange: (labels: readonly number[]) => void;
};

/** Segments with their colours, to be ticked; the last one stays. */
export function SegmentPick({ segments, value, onChange }: Props) {
  const { t } = useTranslation();
  if (segments.length < 2) return null;
  const toggle = (label: number, on: boolean) => {
    const next = segments.map((s) => s.label).filter((l) => (l === label ? on : value.includes(l)));
    if (next.length > 0) onChange(next);
  };
  return (
    <fieldset className="segment-pick" aria-label={t("whatIf.segments")}>
      {segments.map(({ label, name, color }) => (
        <Checkbox
          key={label}
          checked={value.includes(label)}
          onChange={(event) => toggle(label, event.currentTarget.checked)}
          label={
            <>
              <span className="dot" style={{ background: `rgb(${color.join()})` }} /> {name}
            </>
          }
        />
      ))}
    </fieldset>
  );
}
