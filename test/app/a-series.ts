import type { IntensityUnit } from "#engine/volume.ts";
import type { Series } from "#io/series.ts";

/** A small made-up series for tests: 4 × 3 × 2 voxels whose values are their storage index. */
export function aSeries({ unit = "HU" as IntensityUnit, id = "s1", use = "volume" as Series["use"] } = {}): Series {
  const data = Float32Array.from({ length: 24 }, (_, i) => i);
  return {
    id,
    seriesInstanceUid: "1.2.3",
    frameOfReferenceUid: "1.2.4",
    study: {
      studyInstanceUid: "1.2",
      patientName: "DOE^JANE",
      patientId: "42",
      patientBirthDate: "",
      patientSex: "F",
      studyDate: "20260102",
      studyTime: "",
      studyDescription: "",
      studyId: "",
      accessionNumber: "",
    },
    modality: unit === "HU" ? "CT" : unit === "SUV" ? "PT" : "MR",
    description: "Thorax 1.0 / soft",
    number: 3,
    protocol: "",
    manufacturer: "",
    bodyPart: "",
    use,
    findings: [],
    image: {
      grid: { dims: [4, 3, 2], spacing: [1, 1, 2], origin: [0, 0, 0], direction: [1, 0, 0, 0, 1, 0, 0, 0, 1] },
      data,
      unit,
    },
    slices: [],
    windows: [{ center: 10, width: 20, name: "" }],
    inverted: false,
    range: [0, 23],
    valueChain: "",
  };
}
