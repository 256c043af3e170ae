import type { LabelRuns } from "../label-map.ts";
import { ByteReader, ByteWriter } from "./bytes.ts";

/** Runs of changed voxels, packed: gap from the last run's end, length, label before and after. */
export function packRuns({ start, length, before, after }: LabelRuns): Uint8Array {
  const out = new ByteWriter();
  out.number(start.length);
  let end = 0;
  for (let r = 0; r < start.length; r++) {
    out.number(start[r] - end);
    out.number(length[r]);
    out.byte(before[r]);
    out.byte(after[r]);
    end = start[r] + length[r];
  }
  return out.take();
}

/** The runs again. Throws where they are none, or reach beyond `voxels`. */
export function unpackRuns(bytes: Uint8Array, voxels: number): LabelRuns {
  const reader = new ByteReader(bytes);
  const count = reader.number();
  // A run takes four bytes or more: a count that cannot be is found before memory is taken for it.
  if (count * 4 > bytes.length) throw new RangeError(`${count} runs do not fit into ${bytes.length} bytes`);
  const runs = {
    start: new Uint32Array(count),
    length: new Uint32Array(count),
    before: new Uint8Array(count),
    after: new Uint8Array(count),
  };
  let end = 0;
  for (let r = 0; r < count; r++) {
    const start = end + reader.number();
    const length = reader.number();
    end = start + length;
    if (end > voxels || length === 0) throw new RangeError(`A run ends at voxel ${end} of ${voxels}`);
    runs.start[r] = start;
    runs.length[r] = length;
    runs.before[r] = reader.byte();
    runs.after[r] = reader.byte();
  }
  if (!reader.done) throw new RangeError("There is more after the last run");
  return runs;
}

/** A label map, packed by runs of one label: length, label, until its end. An empty map takes a few bytes. */
export function packLabels(labels: Uint8Array): Uint8Array {
  const out = new ByteWriter();
  for (let i = 0; i < labels.length; ) {
    const label = labels[i];
    const first = i;
    while (i < labels.length && labels[i] === label) i++;
    out.number(i - first);
    out.byte(label);
  }
  return out.take();
}

/** Unpacks a label map into `labels`, all of it; throws where the lengths differ. */
export function unpackLabels(bytes: Uint8Array, labels: Uint8Array): void {
  const reader = new ByteReader(bytes);
  let at = 0;
  while (!reader.done) {
    const length = reader.number();
    const label = reader.byte();
    if (at + length > labels.length) throw new RangeError(`More than ${labels.length} voxels`);
    if (label !== 0) labels.fill(label, at, at + length);
    at += length;
  }
  if (at !== labels.length) throw new RangeError(`${at} voxels instead of ${labels.length}`);
}
