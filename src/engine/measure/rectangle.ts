import { measure, sizedFigure } from "./measure.ts";
import { cornerHandles, cornerMoved, cornersOf, sidesMm, statistics } from "./region.ts";

/** A rectangle along the voxels of a slice: its area, and the intensities of the pixels whose centre lies in it. */
export const rectangle = measure({
  id: "rectangle",
  points: 2,
  figures: (points, place) => {
    const [width, height] = sidesMm(points, place);
    return [...statistics(points, place, () => true), sizedFigure(place, "area", "mm2", width * height)];
  },
  outlines: (points, place) => [{ points: cornersOf(points, place), closed: true }],
  handles: cornerHandles,
  moved: cornerMoved,
});
