// Writes feature maps for judgement by other programs: node test/run.mjs test/judge/maps.ts OUT
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { featureById } from "#engine/features/index.ts";
import type { Grid } from "#engine/grid.ts";
import { filledMap } from "#engine/maps/fill.ts";
import { mapSlab } from "#engine/maps/map-slab.ts";
import { prepareMap } from "#engine/maps/prepare-map.ts";
import { writeNifti } from "#io/writers/nifti.ts";
import { writeNrrd } from "#io/writers/nrrd.ts";
import { PADDING, quantityCode, unitCode, writeParametricMap } from "#io/writers/parametric-map.ts";
import { allocate, binned, lesion } from "../engine/maps/lesion.ts";
import { seriesOn } from "../io/readers/plain-series.ts";

const oblique: Grid = {
  dims: [15, 13, 9],
  spacing: [0.7, 0.9, 2.5],
  origin: [-31.25, 12.5, 101.75],
  direction: [0.8, 0.6, 0, -0.48, 0.64, 0.6, 0.36, -0.48, 0.8],
};

export function main([out]: readonly string[]): void {
  const { image, labels, label } = lesion(31, [15, 13, 9]);
  const series = seriesOn(oblique, { image: { ...image, grid: oblique } });
  const settings = { radius: 1, dimensionality: "3D", masked: true, directions: "merged" } as const;
  const ids = ["glcm.contrast", "statistics.variance", "glcm.correlation"];
  const prepared = prepareMap({ image: series.image, labels, label }, binned(16), settings, ids);
  const maps = allocate(prepared);
  const { grid } = prepared;
  for (let z = 0; z < grid.dims[2]; z++) mapSlab(prepared, { z, y0: 0, y1: grid.dims[1], step: 1 }, maps);
  ids.forEach((id, f) => {
    const feature = featureById(id)?.feature;
    if (!feature) throw new Error(id);
    const folder = join(out, id);
    mkdirSync(folder, { recursive: true });
    const values = filledMap(maps.values[f], maps.states[f], PADDING);
    const plain = filledMap(maps.values[f], maps.states[f], 0);
    writeFileSync(join(folder, "grid.json"), JSON.stringify({ ...grid, code: feature.ibsi, padding: PADDING }));
    writeFileSync(join(folder, "padded.bin"), new Uint8Array(values.buffer));
    writeFileSync(join(folder, "plain.bin"), new Uint8Array(plain.buffer));
    writeFileSync(
      join(folder, "map.dcm"),
      writeParametricMap(
        series,
        {
          grid,
          values,
          padding: PADDING,
          quantity: quantityCode(feature),
          unit: unitCode(feature.unit, series.image.unit),
          derivation: "Window of 3 × 3 × 3 voxels, 16 grey levels over the region",
        },
        { now: new Date(), appVersion: "judge" },
      ),
    );
    writeFileSync(join(folder, "map.nii.gz"), writeNifti({ image: { ...series.image, grid }, use: "volume" }, plain));
    writeFileSync(join(folder, "map.nrrd"), writeNrrd(grid, plain, { fields: { feature: id } }));
    writeFileSync(join(folder, "raw.nrrd"), writeNrrd(grid, plain, { gzip: false }));
  });
}
