import { ctElements, el, rawFile, words } from "./raw-dicom.ts";

/** Files of two slices each of three b-values, written in the order 1000, 0, 500. */
export const diffusionFiles = (): { path: string; bytes: Uint8Array }[] =>
  [1000, 0, 500].flatMap((b, v) =>
    [0, 2].map((z, k) => {
      const elements = ctElements([
        el("00080060", "CS", "MR"),
        el("00080018", "UI", `1.2.3.${10 * v + k + 1}`),
        el("00200013", "IS", String(10 * v + k + 1)),
        el("00200032", "DS", `0\\0\\${z}`),
        el("00189087", "FD", new Uint8Array(new Float64Array([b]).buffer)),
        el("7FE00010", "OW", words([b, b + 1, b + 2, b + 3, b + 4, b + 5])),
      ]);
      return { path: `${b}-${z}.dcm`, bytes: rawFile(elements) };
    }),
  );
