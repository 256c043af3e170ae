import { useActiveSeries } from "../../hooks/use-app.ts";

/** The segments under the pointer: several where they overlap. */
export function SegmentsThere({ labels }: { labels: readonly number[] }) {
  const segments = useActiveSeries()?.state.segments ?? [];
  return segments
    .filter((s) => s.visible && labels.includes(s.label))
    .map(({ label, name, color }) => (
      <span key={label} data-under={label}>
        <span className="dot" style={{ background: `rgb(${color.join()})` }} /> {name}
      </span>
    ));
}
