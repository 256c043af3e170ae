/** Objects that are no images, by SOP class prefix: what they are, for the sentence that sets them aside. */
const nonImages: readonly (readonly [prefix: string, name: string])[] = [
  ["1.2.840.10008.5.1.4.1.1.11.", "a presentation state"],
  ["1.2.840.10008.5.1.4.1.1.88.59", "a key object selection"],
  ["1.2.840.10008.5.1.4.1.1.88.", "a structured report"],
  ["1.2.840.10008.5.1.4.1.1.104.", "an encapsulated document"],
  ["1.2.840.10008.5.1.4.1.1.9.", "a waveform"],
  ["1.2.840.10008.5.1.4.1.1.4.2", "an MR spectrum"],
  ["1.2.840.10008.5.1.4.1.1.66.1", "a spatial registration"],
  ["1.2.840.10008.5.1.4.1.1.66.2", "a spatial fiducials object"],
  ["1.2.840.10008.5.1.4.1.1.66.3", "a deformable registration"],
  ["1.2.840.10008.5.1.4.1.1.66.5", "a surface segmentation"],
  ["1.2.840.10008.5.1.4.1.1.66.6", "a tractography result"],
  ["1.2.840.10008.5.1.4.1.1.66", "raw data"],
  ["1.2.840.10008.5.1.4.1.1.67", "a real world value mapping"],
  ["1.2.840.10008.5.1.4.1.1.68.", "a surface scan"],
  ["1.2.840.10008.5.1.4.1.1.481.4", "an RT treatment record"],
  ["1.2.840.10008.5.1.4.1.1.481.5", "an RT plan"],
  ["1.2.840.10008.5.1.4.1.1.481.6", "an RT treatment record"],
  ["1.2.840.10008.5.1.4.1.1.481.7", "an RT treatment summary"],
  ["1.2.840.10008.5.1.4.1.1.481.8", "an RT ion plan"],
  ["1.2.840.10008.5.1.4.1.1.481.9", "an RT treatment record"],
  ["1.2.840.10008.5.1.4.38.", "a hanging protocol"],
  ["1.2.840.10008.5.1.4.39.", "a colour palette"],
  ["1.2.840.10008.1.3.10", "a media directory"],
  ["1.3.46.670589.", "a private Philips object"],
];

/** Objects that hold whole-slide tiles, not slices. */
const WHOLE_SLIDE = "1.2.840.10008.5.1.4.1.1.77.1.6";

export const RTSTRUCT = "1.2.840.10008.5.1.4.1.1.481.3";
export const SEGMENTATIONS: readonly string[] = ["1.2.840.10008.5.1.4.1.1.66.4", "1.2.840.10008.5.1.4.1.1.66.7"];
export const MEDIA_DIRECTORY = "1.2.840.10008.1.3.10";

/** Structured reports of every kind, key object selections among them. */
export const isStructuredReport = (sopClass: string): boolean => sopClass.startsWith("1.2.840.10008.5.1.4.1.1.88.");

export const isWholeSlide = (sopClass: string): boolean => sopClass === WHOLE_SLIDE;

/** "a structured report" and the like; undefined for images and for classes we do not know. */
export const nonImageName = (sopClass: string): string | undefined =>
  SEGMENTATIONS.includes(sopClass) ? undefined : nonImages.find(([prefix]) => sopClass.startsWith(prefix))?.[1];
