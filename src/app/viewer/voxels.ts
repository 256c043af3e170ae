import { cache, imageLoader, metaData, type Types, utilities, volumeLoader } from "@cornerstonejs/core";
import { indexToWorld } from "#engine/grid.ts";
import type { Series } from "#io/series.ts";

/** Of a series, what it takes to show it. */
export type Pictured = Pick<
  Series,
  "id" | "seriesInstanceUid" | "frameOfReferenceUid" | "modality" | "image" | "range" | "slices"
>;

/**
 * Shows Cornerstone our memory: image ids `rad:image/<key>/<k>` and `rad:mask/<key>/<k>` are slices of the session's
 * own arrays, never copies. What is seen is what is measured, and what is painted is what is kept.
 */
type Shown = {
  readonly series: Pictured;
  /** A label map; null where there is the image alone. */
  readonly labels: Uint8Array | null;
  /** Key of the image that a label map lies over. */
  readonly image: string;
};
type Kind = "image" | "mask";

const shown = new Map<string, Shown>();

/** Label maps of layers beyond the first have keys of their own. */
export const layerKey = (key: string, layer: number): string => (layer === 0 ? key : `${key}.${layer}`);

export const imageIds = (key: string, kind: Kind, slices: number): string[] =>
  Array.from({ length: slices }, (_, k) => `rad:${kind}/${key}/${k}`);

/** Slice number (k) that an image id of ours stands for. */
export const sliceOfImageId = (id: string): number => Number(id.slice(id.lastIndexOf("/") + 1));

function parse(id: string): { kind: Kind; k: number; entry: Shown } | null {
  const [, kind, key, k] = /^rad:(image|mask)\/([^/]+)\/(\d+)$/.exec(id) ?? [];
  const entry = key === undefined ? undefined : shown.get(key);
  return entry ? { kind: kind as Kind, k: Number(k), entry } : null;
}

function makeImage(imageId: string): Types.IImage {
  const found = parse(imageId);
  if (!found) throw new Error(`No image ${imageId}`);
  const { series, labels, image } = found.entry;
  const { dims, spacing } = series.image.grid;
  const plane = dims[0] * dims[1];
  const all = found.kind === "image" ? series.image.data : labels;
  if (!all) throw new Error(`No label map ${imageId}`);
  const scalarData = all.subarray(found.k * plane, (found.k + 1) * plane);
  const voxelManager = utilities.VoxelManager.createImageVoxelManager({
    width: dims[0],
    height: dims[1],
    numberOfComponents: 1,
    scalarData,
    id: imageId,
  });
  const [low, high] = found.kind === "image" ? series.range : [0, 255];
  return {
    imageId,
    ...(found.kind === "mask" ? { referencedImageId: `rad:image/${image}/${found.k}` } : {}),
    dataType: found.kind === "image" ? "Float32Array" : "Uint8Array",
    rows: dims[1],
    columns: dims[0],
    height: dims[1],
    width: dims[0],
    color: false,
    rgba: false,
    numberOfComponents: 1,
    slope: 1,
    intercept: 0,
    windowCenter: (low + high) / 2,
    windowWidth: Math.max(high - low, 1e-6),
    voiLUTFunction: "LINEAR" as Types.IImage["voiLUTFunction"],
    minPixelValue: low,
    maxPixelValue: high,
    columnPixelSpacing: spacing[0],
    rowPixelSpacing: spacing[1],
    sliceThickness: spacing[2],
    invert: false,
    getCanvas: () => document.createElement("canvas"),
    getPixelData: () => voxelManager.getScalarData(),
    voxelManager,
    sizeInBytes: scalarData.byteLength,
    imageQualityStatus: 8,
    preScale: { enabled: true, scaled: true },
  };
}

function describe(type: string, id: unknown): unknown {
  const found = typeof id === "string" ? parse(id) : null;
  if (!found) return undefined;
  const { series } = found.entry;
  const { grid } = series.image;
  const [nx, ny] = grid.dims;
  switch (type) {
    case "imagePlaneModule": {
      const rowCosines = grid.direction.slice(0, 3);
      const columnCosines = grid.direction.slice(3, 6);
      return {
        frameOfReferenceUID: series.frameOfReferenceUid || series.id,
        rows: ny,
        columns: nx,
        imageOrientationPatient: [...rowCosines, ...columnCosines],
        rowCosines,
        columnCosines,
        imagePositionPatient: indexToWorld(grid, [0, 0, found.k]),
        sliceThickness: grid.spacing[2],
        sliceLocation: found.k * grid.spacing[2],
        pixelSpacing: [grid.spacing[1], grid.spacing[0]],
        rowPixelSpacing: grid.spacing[1],
        columnPixelSpacing: grid.spacing[0],
      };
    }
    case "imagePixelModule": {
      const bits = found.kind === "image" ? 32 : 8;
      return {
        samplesPerPixel: 1,
        photometricInterpretation: "MONOCHROME2",
        rows: ny,
        columns: nx,
        bitsAllocated: bits,
        bitsStored: bits,
        highBit: bits - 1,
        pixelRepresentation: 0,
      };
    }
    case "generalSeriesModule":
      return {
        modality: found.kind === "image" ? series.modality : "SEG",
        seriesInstanceUID: series.seriesInstanceUid,
      };
    case "modalityLutModule":
      return { rescaleSlope: 1, rescaleIntercept: 0 };
    case "voiLutModule":
      // A placeholder until the views are told their window; a width of 1 would leave black and white at one value.
      return { windowCenter: [128], windowWidth: [256] };
    case "generalImageModule":
      return { sopInstanceUID: series.slices[found.k]?.sopInstanceUid ?? "", instanceNumber: found.k + 1 };
    default:
      return undefined;
  }
}

/** Once for the life of the page. */
export function registerLoader(): void {
  imageLoader.registerImageLoader("rad", (id: string) => ({ promise: Promise.resolve(makeImage(id) as never) }));
  metaData.addProvider(describe, 10_000);
}

/** Makes a series' slices known under `key`, as a volume too if asked for. */
export async function present(key: string, series: Pictured, asVolume: boolean): Promise<void> {
  shown.set(key, { series, labels: null, image: key });
  await load(key, "image", series, asVolume);
}
/** Makes the label map of a layer known. */
export async function presentMask(
  key: string,
  layer: number,
  series: Series,
  labels: Uint8Array,
  asVolume: boolean,
): Promise<void> {
  const own = layerKey(key, layer);
  shown.set(own, { series, labels, image: key });
  await load(own, "mask", series, asVolume);
}
async function load(key: string, kind: Kind, series: Pictured, asVolume: boolean): Promise<void> {
  const ids = imageIds(key, kind, series.image.grid.dims[2]);
  await Promise.all(ids.map((id) => imageLoader.loadAndCacheImage(id)));
  if (asVolume) volumeLoader.createAndCacheVolumeFromImagesSync(volumeId(key, kind), ids);
}

export const volumeId = (key: string, kind: Kind): string => `rad:${kind}/${key}`;

/** Lets go of an image or a label map. */
export function forget(key: string, kind: Kind): void {
  const slices = shown.get(key)?.series.image.grid.dims[2] ?? 0;
  const id = volumeId(key, kind);
  if (cache.getVolume(id)) cache.removeVolumeLoadObject(id);
  for (const image of imageIds(key, kind, slices)) cache.removeImageLoadObject(image, { force: true });
  if (kind === "image" || shown.get(key)?.image !== key) shown.delete(key);
}
