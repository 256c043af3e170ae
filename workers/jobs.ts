import { planOperation } from "#engine/edit/index.ts";
import { cellsOf, voxelsOf } from "#engine/inspect/events.ts";
import { matrixParts } from "#engine/inspect/parts.ts";
import { inspectRegion } from "#engine/inspect/region.ts";
import { filterVolume } from "#engine/maps/filter-volume.ts";
import { kmeans } from "#engine/maps/kmeans.ts";
import { prepareMap } from "#engine/maps/prepare-map.ts";
import { measurePerturbed } from "#engine/perturb/measure.ts";
import { noiseLevel } from "#engine/perturb/noise-level.ts";
import { extract } from "#engine/plan/extract.ts";
import { extractBank } from "#engine/plan/extract-bank.ts";
import { labelExtent } from "#engine/process/crop.ts";
import { describeImage } from "#engine/process/describe-image.ts";
import { gunzip } from "#io/archive.ts";
import { decodeFrame } from "#io/dicom/decode.ts";
import { readVolumes } from "#io/volume-file.ts";
import { createMapJob } from "./map-job.ts";
import type { JobName, Jobs } from "./protocol.ts";
import { isShared } from "./shared.ts";
import { sharedRegion } from "./shared-region.ts";

/** What a running job may ask and tell. */
export type JobContext = {
  readonly cancelled: () => boolean;
  readonly onProgress?: (done: number, total: number, what: string) => void;
};

type Handler<N extends JobName> = (input: Jobs[N]["input"], context: JobContext) => Promise<Jobs[N]["output"]>;

/** The pure function behind each job: one line a job. */
export const jobs: { readonly [N in JobName]: Handler<N> } = {
  extract: async ({ input, recipe, families }, context) => extract(input, recipe, families, context),
  extractBank: async ({ input, recipe, bank, families }, context) =>
    extractBank(input, recipe, bank, families, context),
  slices: async ({ labels, dims, label }) => {
    const found = labelExtent(labels, dims, label);
    return found === null ? [0, 0] : [found.lo[2], found.hi[2]];
  },
  describe: async ({ image, recipe }, context) => describeImage(image, recipe, context),
  map_prepare: async ({ input, recipe, settings, featureIds, maxBytes }) =>
    prepareMap(input, recipe, settings, featureIds, maxBytes),
  map: createMapJob(),
  kmeans: async ({ maps, settings }, context) => kmeans(maps, settings, context),
  filter: async ({ image, recipe, box }, context) => filterVolume(image, recipe, box, context),
  inspect: async ({ input, recipe }, context) => sharedRegion(inspectRegion(input, recipe, context)),
  inspect_matrix: async ({ roi, recipe, family, aggregation }) => matrixParts(roi, recipe, family, aggregation),
  inspect_voxels: async ({ roi, sources, cells }) => voxelsOf(roi, sources, cells),
  inspect_cells: async ({ roi, sources, voxel }) => cellsOf(roi, sources, voxel),
  perturb: async ({ input, recipe, perturbation, families }, context) =>
    measurePerturbed(input, recipe, perturbation, families, context),
  noise_level: async ({ image }) => noiseLevel(image),
  edit: async ({ scene, id, values }) => planOperation(scene, id, values),
  decode: async ({ job, out }) => {
    await decodeFrame(job, out);
    return isShared(out) ? null : out;
  },
  gunzip: async ({ path, bytes, left }) => gunzip(path, bytes, { left, limit: left }),
  read_volumes: async ({ path, bytes, outs }) => ({
    facts: readVolumes(path, bytes, outs),
    returned: outs.every(isShared) ? null : outs,
  }),
  hash: async ({ bytes }) => {
    const digest = await crypto.subtle.digest("SHA-256", bytes as Uint8Array<ArrayBuffer>);
    return Array.from(new Uint8Array(digest), (b) => b.toString(16).padStart(2, "0")).join("");
  },
};

export type WorkerApi = {
  run<N extends JobName>(
    name: N,
    input: Jobs[N]["input"],
    cancelWord: Int32Array | null,
    onProgress: JobContext["onProgress"] | null,
  ): Promise<Jobs[N]["output"]>;
};

/** What a worker exposes. `cancelWord[0]` is set to 1, in shared memory, by whoever cancels. */
export const workerApi: WorkerApi = {
  run(name, input, cancelWord, onProgress) {
    return jobs[name](input, {
      cancelled: () => cancelWord !== null && Atomics.load(cancelWord, 0) === 1,
      onProgress: onProgress ?? undefined,
    });
  },
};
