import type { Vec3 } from "../grid.ts";
import { axesOf, measure, type Place, sizedFigure } from "./measure.ts";
import { cornerHandles, cornerMoved, sidesMm, statistics } from "./region.ts";

/** An ellipse in a box along the voxels of a slice: its area, and the intensities of the pixels whose centre lies in it. */
export const ellipse = measure({
  id: "ellipse",
  points: 2,
  figures: (points, place) => {
    const { centre, radii } = middle(points, place);
    // Without an extent there is no inside.
    const inside = (a: number, b: number) =>
      radii[0] > 0 && radii[1] > 0 && ((a - centre[0]) / radii[0]) ** 2 + ((b - centre[1]) / radii[1]) ** 2 <= 1;
    const [width, height] = sidesMm(points, place);
    return [...statistics(points, place, inside), sizedFigure(place, "area", "mm2", (Math.PI * width * height) / 4)];
  },
  outlines: (points, place) => {
    const { centre, radii } = middle(points, place);
    const [u, v] = axesOf(place.axis);
    const corners = Array.from({ length: 72 }, (_, n): Vec3 => {
      const out: [number, number, number] = [...points[0]];
      out[u] = centre[0] + radii[0] * Math.cos((n * Math.PI) / 36);
      out[v] = centre[1] + radii[1] * Math.sin((n * Math.PI) / 36);
      return out;
    });
    return [{ points: corners, closed: true }];
  },
  handles: cornerHandles,
  moved: cornerMoved,
});

function middle([p, q]: readonly Vec3[], { axis }: Place) {
  const [u, v] = axesOf(axis);
  return {
    centre: [(p[u] + q[u]) / 2, (p[v] + q[v]) / 2] as const,
    radii: [Math.abs(q[u] - p[u]) / 2, Math.abs(q[v] - p[v]) / 2] as const,
  };
}
