import { isMetaImage, readMetaImage } from "./readers/metaimage.ts";
import { isNifti, type NiftiImage, readNifti } from "./readers/nifti.ts";
import { isNrrd, readNrrd } from "./readers/nrrd.ts";
import { isRefusal } from "./refusal.ts";
import type { Refusal, VolumeFacts } from "./series.ts";

/** Files of a volume that are not DICOM: NIfTI, NRRD and MetaImage. */
export const isVolumeFile = (bytes: Uint8Array): boolean => isNifti(bytes) || isNrrd(bytes) || isMetaImage(bytes);

export function openVolumeFile(path: string, bytes: Uint8Array): NiftiImage | Refusal {
  const read = isNrrd(bytes) ? readNrrd : isMetaImage(bytes) ? readMetaImage : readNifti;
  return read(path, bytes);
}

/** Reads the first volumes (or layers) of a file, one into each of `outs`. Throws where the file is none. */
export function readVolumes(path: string, bytes: Uint8Array, outs: readonly Float32Array[]): VolumeFacts[] {
  const image = openVolumeFile(path, bytes);
  if (isRefusal(image)) throw new Error(image.finding.detail);
  return outs.map((out, index) => {
    image.read(index, out);
    return factsOf(out, image.integers);
  });
}

/** Range, values that are no numbers and, of whole numbers within 0..255, which there are. */
function factsOf(values: Float32Array, integers: boolean): VolumeFacts {
  let low = values[0];
  let high = values[0];
  let bad = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (value < low) low = value;
    else if (value > high) high = value;
    if (!Number.isFinite(value)) bad++;
  }
  const range = [low, high] as const;
  if (!integers || bad > 0 || low < 0 || high > 255) return { range, bad, whole: null };
  const seen = new Uint8Array(256);
  for (let i = 0; i < values.length; i++) seen[values[i]] = 1;
  return { range, bad, whole: Array.from(seen.keys()).filter((v) => seen[v] === 1) };
}
