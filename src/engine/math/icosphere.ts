/** Points on the unit sphere: the corners of an icosahedron whose faces are cut in four `subdivisions` times. */
export function icosphere(subdivisions: number): readonly (readonly [number, number, number])[] {
  type Point = readonly [number, number, number];
  const unit = ([x, y, z]: Point): Point => {
    const r = Math.hypot(x, y, z);
    return [x / r, y / r, z / r];
  };
  const t = (1 + Math.sqrt(5)) / 2;
  let points: Point[] = [];
  for (const a of [-1, 1]) for (const b of [-t, t]) points.push(unit([a, b, 0]), unit([0, a, b]), unit([b, 0, a]));
  // Three corners are a face where each is a nearest neighbour of the others.
  const distance = (a: Point, b: Point) => Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
  const edge = 1.01 * Math.min(...points.slice(1).map((p) => distance(p, points[0])));
  let faces: number[][] = [];
  for (let a = 0; a < 12; a++)
    for (let b = a + 1; b < 12; b++)
      for (let c = b + 1; c < 12; c++) {
        const [p, q, r] = [points[a], points[b], points[c]];
        if (distance(p, q) < edge && distance(q, r) < edge && distance(p, r) < edge) faces.push([a, b, c]);
      }
  for (let s = 0; s < subdivisions; s++) {
    const middles = new Map<string, number>();
    const all = [...points];
    const middle = (a: number, b: number): number => {
      const key = a < b ? `${a} ${b}` : `${b} ${a}`;
      const known = middles.get(key);
      if (known !== undefined) return known;
      const [p, q] = [all[a], all[b]];
      const index = all.push(unit([p[0] + q[0], p[1] + q[1], p[2] + q[2]])) - 1;
      middles.set(key, index);
      return index;
    };
    faces = faces.flatMap(([a, b, c]) => {
      const [ab, bc, ca] = [middle(a, b), middle(b, c), middle(c, a)];
      return [
        [a, ab, ca],
        [ab, b, bc],
        [ca, bc, c],
        [ab, bc, ca],
      ];
    });
    points = all;
  }
  return points;
}
