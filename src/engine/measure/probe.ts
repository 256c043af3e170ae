import { figure, measure, missing } from "./measure.ts";

/** The value of the voxel whose cell holds a point. */
export const probe = measure({
  id: "probe",
  points: 1,
  figures: ([point], { image }) => {
    const { grid, data, padding } = image;
    const [i, j, k] = point.map(Math.round);
    const inside = [i, j, k].every((at, n) => at >= 0 && at < grid.dims[n]);
    const value = inside ? data[i + grid.dims[0] * (j + grid.dims[1] * k)] : Number.NaN;
    const none = !Number.isFinite(value) || (padding && value >= padding[0] && value <= padding[1]);
    return [none ? missing("value", "intensity", "no_value") : figure("value", "intensity", value)];
  },
  outlines: () => [],
});
