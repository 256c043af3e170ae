import {
  Enums as CoreEnums,
  cache,
  utilities as coreUtilities,
  imageLoader,
  init as initCore,
  metaData,
  RenderingEngine,
  setVolumesForViewports,
  volumeLoader,
} from "@cornerstonejs/core";
import {
  addTool,
  BrushTool,
  Enums,
  init as initTools,
  segmentation,
  ToolGroupManager,
  utilities,
} from "@cornerstonejs/tools";
import { discSlice, PIXEL, SIDE, SLICES } from "./disc.ts";

/** Cornerstone's labelmap brush as its documentation sets it up, and nothing else: what our viewer is measured beside. */
export type Raw = {
  readonly ready: Promise<void>;
  /** Radius of the brush in mm. */
  setBrush(radius: number): void;
  /** Voxels of the segment. */
  count(): number;
};

const { VoxelManager } = coreUtilities;
const image = "cornerstoneStreamingImageVolume:image";
const labels = "labels";
const view = "axial";
const group = "brush";

/** Slice `disc:<k>` as Cornerstone's loader of DICOM files would give it (a local volume's slices all lie in one place). */
function slice(imageId: string): object {
  const scalarData = discSlice(Number(imageId.slice(5))).map((stored) => stored - 1024);
  const size = { width: SIDE, height: SIDE, columns: SIDE, rows: SIDE, numberOfComponents: 1 };
  const voxelManager = VoxelManager.createImageVoxelManager({ ...size, scalarData, id: imageId });
  return {
    ...size,
    imageId,
    voxelManager,
    dataType: "Int16Array",
    color: false,
    rgba: false,
    slope: 1,
    intercept: 0,
    windowCenter: 40,
    windowWidth: 400,
    voiLUTFunction: "LINEAR",
    minPixelValue: -1000,
    maxPixelValue: 103,
    columnPixelSpacing: PIXEL,
    rowPixelSpacing: PIXEL,
    sliceThickness: 1,
    invert: false,
    getPixelData: () => scalarData,
    sizeInBytes: scalarData.byteLength,
    imageQualityStatus: CoreEnums.ImageQualityStatus.FULL_RESOLUTION,
    preScale: { enabled: true, scaled: true },
  };
}

function describe(type: string, imageId: unknown): object | undefined {
  if (typeof imageId !== "string" || !imageId.startsWith("disc:")) return undefined;
  switch (type) {
    case "imagePlaneModule":
      return {
        frameOfReferenceUID: "1.2.3.4",
        rows: SIDE,
        columns: SIDE,
        imageOrientationPatient: [1, 0, 0, 0, 1, 0],
        rowCosines: [1, 0, 0],
        columnCosines: [0, 1, 0],
        imagePositionPatient: [0, 0, Number(imageId.slice(5))],
        sliceThickness: 1,
        pixelSpacing: [PIXEL, PIXEL],
        rowPixelSpacing: PIXEL,
        columnPixelSpacing: PIXEL,
      };
    case "imagePixelModule":
      return {
        samplesPerPixel: 1,
        photometricInterpretation: "MONOCHROME2",
        rows: SIDE,
        columns: SIDE,
        bitsAllocated: 16,
        bitsStored: 16,
        highBit: 15,
        pixelRepresentation: 1,
      };
    case "generalSeriesModule":
      return { modality: "CT", seriesInstanceUID: "1.2.3.4.0" };
    case "modalityLutModule":
      return { rescaleSlope: 1, rescaleIntercept: 0 };
    case "voiLutModule":
      return { windowCenter: [40], windowWidth: [400] };
    default:
      return undefined;
  }
}

async function setUp(): Promise<void> {
  await initCore();
  await initTools();
  imageLoader.registerImageLoader("disc", (id: string) => ({ promise: Promise.resolve(slice(id) as never) }));
  metaData.addProvider(describe, 10_000);
  const imageIds = Array.from({ length: SLICES }, (_, k) => `disc:${k}`);
  await Promise.all(imageIds.map((id) => imageLoader.loadAndCacheImage(id)));
  const volume = await volumeLoader.createAndCacheVolume(image, { imageIds });
  volume.load();
  volumeLoader.createAndCacheDerivedLabelmapVolume(image, { volumeId: labels });

  const engine = new RenderingEngine("raw");
  engine.enableElement({
    viewportId: view,
    element: document.getElementById("view") as HTMLDivElement,
    type: CoreEnums.ViewportType.ORTHOGRAPHIC,
    defaultOptions: { orientation: CoreEnums.OrientationAxis.AXIAL },
  });
  addTool(BrushTool);
  const tools = ToolGroupManager.createToolGroup(group);
  tools?.addToolInstance("circle", BrushTool.toolName, { activeStrategy: "FILL_INSIDE_CIRCLE" });
  tools?.setToolActive("circle", { bindings: [{ mouseButton: Enums.MouseBindings.Primary }] });
  tools?.addViewport(view, engine.id);

  await setVolumesForViewports(
    engine,
    [
      {
        volumeId: image,
        callback: ({ volumeActor }) => volumeActor.getProperty().getRGBTransferFunction(0).setRange(-160, 240),
      },
    ],
    [view],
  );
  const type = Enums.SegmentationRepresentations.Labelmap;
  segmentation.addSegmentations([{ segmentationId: labels, representation: { type, data: { volumeId: labels } } }]);
  await segmentation.addLabelmapRepresentationToViewport(view, [{ segmentationId: labels, type }]);
  segmentation.segmentIndex.setActiveSegmentIndex(labels, 1);
  engine.render();
}

const raw: Raw = {
  ready: setUp(),
  setBrush: (radius) => utilities.segmentation.setBrushSizeForToolGroup(group, radius),
  count: () => {
    const voxels: ArrayLike<number> = cache.getVolume(labels)?.voxelManager?.getCompleteScalarDataArray?.() ?? [];
    let n = 0;
    for (let i = 0; i < voxels.length; i++) if (voxels[i] === 1) n++;
    return n;
  },
};
(window as unknown as { raw: Raw }).raw = raw;
