/** Sizes of a mask and a segment, of what they share, and their Dice coefficient 2|A∩B| / (|A|+|B|). */
export function agreement(mask: Uint8Array, labels: Uint8Array, label: number) {
  let ofMask = 0;
  let ofSegment = 0;
  let shared = 0;
  for (let i = 0; i < mask.length; i++) {
    const inMask = mask[i] !== 0;
    const inSegment = labels[i] === label;
    if (inMask) ofMask++;
    if (inSegment) ofSegment++;
    if (inMask && inSegment) shared++;
  }
  const total = ofMask + ofSegment;
  return { ofMask, ofSegment, shared, dice: total === 0 ? null : (2 * shared) / total };
}
