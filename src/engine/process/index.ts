export { describeImage } from "./describe-image.ts";
export { type PreparedRoi, prepareRoi } from "./prepare-roi.ts";
