import { featureById } from "#engine/features/index.ts";
import { filledMap } from "#engine/maps/fill.ts";
import { filterLabel } from "#engine/plan/extract-bank.ts";
import type { Series } from "#io/series.ts";
import { writeNifti } from "#io/writers/nifti.ts";
import { writeNrrd } from "#io/writers/nrrd.ts";
import { PADDING, quantityCode, unitCode, writeParametricMap } from "#io/writers/parametric-map.ts";
import type { Layer } from "../maps/layer.ts";
import { APP_VERSION } from "../version.ts";
import { fileName } from "./file-name.ts";

export type LayerFormat = "nifti" | "nrrd" | "dicom";
export type LayerFile = { readonly name: string; readonly content: Uint8Array; readonly type: string };

/**
 * A map, a response or a difference as a file. Voxels without a value: not a number in NIfTI and NRRD, which have no
 * other sign for it (0 would read as a value); the padding value, declared, in DICOM.
 */
export function layerFile(series: Series, layer: Layer, format: LayerFormat): LayerFile {
  const { grid, values, states, source } = layer;
  const filled = (outside: number) =>
    states === null ? Float32Array.from(values) : filledMap(values, states, outside);
  const what = `${source.kind}-${layer.name}`;
  const file = (extension: string, content: Uint8Array, type: string): LayerFile => ({
    name: fileName(series, what, extension),
    content,
    type,
  });
  switch (format) {
    case "nifti": {
      const image = { ...series.image, grid };
      return file("nii.gz", writeNifti({ image, use: series.use }, filled(Number.NaN)), "application/gzip");
    }
    case "nrrd": {
      const fields = { radiomica: APP_VERSION, layer: layer.name, derivation: derivationOf(layer) };
      return file("nrrd", writeNrrd(grid, filled(Number.NaN), { fields }), "application/octet-stream");
    }
    case "dicom": {
      const feature = source.kind === "map" ? featureById(source.featureId)?.feature : undefined;
      const quantity = quantityCode(feature ?? { id: source.kind, name: layer.name, ibsi: null });
      const padded = states?.some((s) => s !== 1) ?? false;
      const map = {
        grid,
        values: filled(PADDING),
        padding: padded ? PADDING : null,
        quantity,
        unit: unitCode(layer.unit, layer.imageUnit, series.suv?.type),
        derivation: derivationOf(layer),
      };
      const content = writeParametricMap(series, map, { now: new Date(), appVersion: APP_VERSION });
      return file("dcm", content, "application/dicom");
    }
  }
}

/** How the layer was made, in one English paragraph: files are read by other programs. */
function derivationOf({ source, name }: Layer): string {
  if (source.kind === "series") return `Series ${name}.`;
  if (source.kind === "difference") return `Difference: ${source.of.join(" minus ")}.`;
  const { recipe } = source;
  const made = JSON.stringify({ ...recipe, profile: recipe.profile ?? "IBSI" });
  if (source.kind === "response") return `Filter response ${name}. Settings: ${made}`;
  const { radius, dimensionality, masked, directions } = source.settings;
  const filtered = recipe.filter ? ` of the image after ${filterLabel(recipe.filter)}` : "";
  const window = `${dimensionality} window of radius ${radius} voxels, ${masked ? "voxels of the region only" : "unmasked"}`;
  return `Feature map ${source.featureId}${filtered}, ${window}, directions ${directions}. Settings: ${made}`;
}
