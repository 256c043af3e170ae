/** Lengths that a scale bar may have, mm. */
const lengths = [0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500];
/** Greatest length on the screen, px. */
const LONGEST = 110;

/** A bar of a round length in millimetres or centimetres. */
export function ScaleBar({ mmPerPixel }: { mmPerPixel: number }) {
  const length = lengths.findLast((mm) => mm / mmPerPixel <= LONGEST) ?? lengths[0];
  const text = length >= 10 ? `${length / 10} cm` : `${length} mm`;
  return (
    <span className="scale">
      <span className="scale-bar" style={{ width: `${length / mmPerPixel}px` }} />
      {text}
    </span>
  );
}
