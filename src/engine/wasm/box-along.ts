import type { MeasureAlong, SolidHull } from "../kernels/silhouette.ts";
import { room } from "./instance.ts";

/**
 * Measures boxes around a hull, as `plainMeasureAlong` of kernels/silhouette.ts does; null where it does not run here. Its
 * memory is that of all kernels: no other may run between the calls.
 */
export function measureAlongInWasm(hull: SolidHull): MeasureAlong | null {
  const { normals, edges, corners } = hull;
  const [faces, count] = [normals.length / 3, corners.length / 3];
  const [evenFaces, evenCorners] = [faces + (faces % 2), count + (count % 2)];
  const line = 8 * (2 * count + 2);
  const memory = room(
    24 * evenFaces,
    evenFaces,
    4 * edges.length,
    24 * evenCorners,
    8 * count,
    line,
    line,
    line,
    line,
    40,
  );
  if (memory === null) return null;
  const { kernels, buffer, at } = memory;
  const planar = (from: Float64Array, n: number, even: number, to: number): void => {
    const out = new Float64Array(buffer, to, 3 * even);
    for (let k = 0; k < even; k++) for (let a = 0; a < 3; a++) out[a * even + k] = from[3 * (k < n ? k : 0) + a];
  };
  planar(normals, faces, evenFaces, at[0]);
  planar(corners, count, evenCorners, at[3]);
  new Int32Array(buffer, at[2], edges.length).set(edges);
  new Int32Array(buffer, at[4], 2 * count).fill(0);
  const out = new Float64Array(buffer, at[9], 5);
  const n = edges.length / 4;
  let view = 0;
  return (a, u, v) => {
    const [normal, front, edge, point, seen, xs, ys, px, py, to] = at;
    view++;
    const [ax, ay, az] = a;
    const [ux, uy, uz] = u;
    const [vx, vy, vz] = v;
    kernels.boxAlong(
      faces,
      normal,
      front,
      n,
      edge,
      count,
      point,
      seen,
      view,
      xs,
      ys,
      px,
      py,
      ax,
      ay,
      az,
      ux,
      uy,
      uz,
      vx,
      vy,
      vz,
      to,
    );
    return { width: out[0], depth: out[1], cos: out[2], sin: out[3], height: out[4] };
  };
}
