import { distanceMm, measure, sizedFigure } from "./measure.ts";

/** The distance of two points. */
export const length = measure({
  id: "length",
  points: 2,
  figures: ([a, b], place) => [sizedFigure(place, "length", "mm", distanceMm(a, b, place.image.grid))],
});
