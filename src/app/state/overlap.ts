/**
 * A mask without the voxels that already belong to a segment: what is drawn is never overwritten by an import. The
 * mask itself where nothing is taken.
 */
export function withoutTaken(mask: Uint8Array, labels: Uint8Array): { mask: Uint8Array; voxels: number; lost: number } {
  let voxels = 0;
  let lost = 0;
  for (let i = 0; i < mask.length; i++) {
    if (mask[i] === 0) continue;
    if (labels[i] === 0) voxels++;
    else lost++;
  }
  if (lost === 0) return { mask, voxels, lost };
  const free = new Uint8Array(mask.length);
  for (let i = 0; i < mask.length; i++) if (mask[i] !== 0 && labels[i] === 0) free[i] = 1;
  return { mask: free, voxels, lost };
}

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
