/**
 * Zones: voxels of equal level that are joined, by faces, edges or corners. IBSI-1 §3.8 (9SAK), §3.9 (VMDZ). `levels`
 * has a border of zeros (see `border.ts`); `offsets` lead to the neighbours before a voxel, the first of them adjacent
 * to all others.
 */

/**
 * Joins the voxels of slices [z0, z1): in `parent` (as long as `levels`) each voxel points to an earlier one of its
 * zone, the first to itself. Returns the number of zones.
 */
export function joinZones(
  levels: Uint16Array,
  row: number,
  plane: number,
  start: number,
  nx: number,
  ny: number,
  z0: number,
  z1: number,
  offsets: Int32Array,
  parent: Int32Array,
): number {
  const count = offsets.length;
  const first = count > 0 ? offsets[0] : 0;
  let zones = 0;
  for (let z = z0; z < z1; z++) {
    for (let y = 0; y < ny; y++) {
      const begin = start + z * plane + y * row;
      const end = begin + nx;
      for (let i = begin; i < end; i++) {
        const a = levels[i];
        if (a === 0) continue;
        // Plain version: union of the voxel with each equal neighbour. With the first one equal, the others are
        // adjacent to it and belong to its zone already.
        if (first !== 0 && levels[i + first] === a) {
          let r = parent[i + first];
          while (parent[r] !== r) r = parent[r];
          parent[i] = r;
          continue;
        }
        let root = i;
        parent[i] = i;
        zones++;
        for (let d = 1; d < count; d++) {
          let r = i + offsets[d];
          if (levels[r] !== a) continue;
          while (parent[r] !== r) {
            parent[r] = parent[parent[r]];
            r = parent[r];
          }
          if (r === root) continue;
          zones--;
          if (r < root) {
            parent[root] = r;
            root = r;
          } else parent[r] = root;
        }
      }
    }
  }
  return zones;
}

/**
 * Adds up the zones of slices [z0, z1), numbered from `from` on in the order of their first voxels: level, number of
 * voxels, and least border distance (`distances`, without a border). `outDistances` must hold 65535. Writes the
 * zone's number over each voxel's parent. Returns the number after the last.
 */
export function measureZones(
  levels: Uint16Array,
  distances: Uint16Array,
  row: number,
  plane: number,
  start: number,
  nx: number,
  ny: number,
  z0: number,
  z1: number,
  from: number,
  parent: Int32Array,
  outLevels: Uint16Array,
  outSizes: Uint32Array,
  outDistances: Uint32Array,
): number {
  let next = from;
  for (let z = z0; z < z1; z++) {
    for (let y = 0; y < ny; y++) {
      const begin = start + z * plane + y * row;
      const end = begin + nx;
      let inside = nx * (y + ny * z);
      for (let i = begin; i < end; i++, inside++) {
        const a = levels[i];
        if (a === 0) continue;
        const earlier = parent[i];
        const zone = earlier === i ? next++ : parent[earlier];
        parent[i] = zone;
        outLevels[zone] = a;
        outSizes[zone]++;
        const distance = distances[inside];
        if (distance < outDistances[zone]) outDistances[zone] = distance;
      }
    }
  }
  return next;
}
