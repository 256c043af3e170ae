import { readdirSync } from "node:fs";
import { expect } from "vitest";
import { load } from "#io/load.ts";
import { diskFiles, loadPaths, onData, plainHost, shared } from "../helpers/load-files.ts";

/** What each file of the public set of malformed files must come to, and why. */
const verdicts: Readonly<Record<string, { loads?: string; refused?: string; why: string }>> = {
  "ExplVR_LitEndNoMeta.dcm": { refused: "ignored_file", why: "no preamble, no meta: still read, as an RT ion plan" },
  "GH177_D_CLUNIE_CT1_IVRLE_BigEndian_ELE_undefinded_length.dcm": {
    // −3024 is the file's padding (63536 stored, −2000 signed), which counts in no range.
    loads: "512×512×1 HU -1024..1254",
    why: "a sequence of undefined length in UN, as CP-246 allows",
  },
  "GH178.dcm": { refused: "no_pixel_data", why: "rows and columns, but no pixels" },
  "GH220.dcm": { refused: "ignored_file", why: "a private Philips class" },
  "GH487.dcm": { refused: "no_pixel_data", why: "a CT object that ends before its image" },
  "GH626.dcm": { refused: "truncated", why: "an element longer than the file stands before the pixels" },
  "J2K_pixelrep_mismatch.dcm": { refused: "decode_failed", why: "header signed, codestream unsigned" },
  "JPEG2000-embedded-sequence-delimiter.dcm": {
    refused: "decode_failed",
    why: "delimiter bytes were written over the codestream's width: 3 722 445 056 columns",
  },
  "MR_small_padded.dcm": { loads: "64×64×1 arbitrary 127..2145", why: "128 bytes after the pixels, left aside" },
  "MR_truncated.dcm": { refused: "truncated", why: "62 bytes of pixels are missing" },
  "UN_sequence.dcm": { refused: "no_pixel_data", why: "one private element" },
  "badVR.dcm": { refused: "parse_error", why: "the number of frames is '1A'" },
  "empty_charset_LEI.dcm": { refused: "no_pixel_data", why: "no image in it" },
  "emri_small_jpeg_2k_lossless_too_short.dcm": {
    loads: "64×64×10 arbitrary 0..467",
    why: "all ten codestreams are whole, only the closing delimiter is missing",
  },
  "generated_encapsulated_defined_bot_2_to_1.dcm": {
    refused: "decode_failed",
    why: "the fragments hold no codestream",
  },
  "image_dfl.dcm": { loads: "512×512×1 arbitrary 0..255", why: "deflated" },
  "meta_missing_tsyntax.dcm": { refused: "parse_error", why: "two bytes of pixels, no rows" },
  "mitra_minimal_explicit.dcm": {
    loads: "21×5×1 arbitrary 0..255",
    why: "no transfer syntax, plainly implicit; no high bit, no photometric interpretation: one sample, unsigned bytes",
  },
  "nested_priv_SQ.dcm": { refused: "parse_error", why: "two bytes of pixels, no rows" },
  "no-meta-length-test.dcm": { refused: "no_pixel_data", why: "no group length: read; no image in it" },
  "no-pixel-data.dcm": { refused: "ignored_file", why: "a structured report" },
  "no-pixel-spacing.dcm": { loads: "800×600×1 arbitrary 0..254", why: "palette ultrasound without a pixel size" },
  "no_meta.dcm": { refused: "not_dicom", why: "a stray byte stands before the data set" },
  "no_meta_group_length.dcm": { refused: "no_pixel_data", why: "no image in it" },
  no_preamble_dicm_in_data: { refused: "no_pixel_data", why: "'DICM' at byte 128 is part of a station name" },
  "slicethickness_empty_string.dcm": { loads: "384×384×1 arbitrary 0..594", why: "an empty thickness is no thickness" },
  "tiff-dual-personality/CT_small.dcm": { loads: "128×128×1 HU -896..1167", why: "the preamble may be anything" },
  "tiff-dual-personality/MR_small.dcm": { loads: "64×64×1 arbitrary 127..2145", why: "the preamble may be anything" },
};

onData("every malformed file has a verdict", () => {
  const files = readdirSync(shared("data/malformed"), { recursive: true, encoding: "utf8" });
  const names = files.filter((name) => !name.endsWith(".csv") && name !== "tiff-dual-personality");
  expect(names.sort()).toEqual(Object.keys(verdicts).sort());
});

for (const [name, { loads, refused, why }] of Object.entries(verdicts)) {
  const title = `${name}: ${refused ?? "loads"} (${why})`;
  onData(title, async () => {
    const { series, refusals } = await loadPaths(shared(`data/malformed/${name}`));
    const seen = series.map(({ image, range }) => {
      const [low, high] = range.map(Math.round);
      return `${image.grid.dims.join("×")} ${image.unit} ${low}..${high}`;
    });
    expect(seen).toEqual(loads ? [loads] : []);
    expect(refusals.map((r) => r.finding.code)).toEqual(refused ? [refused] : []);
    for (const { finding } of refusals) expect(finding.detail.length).toBeGreaterThan(20);
  });
}

onData("what is refused takes no more memory for voxels than four times its size", async () => {
  for (const file of diskFiles(shared("data/malformed"))) {
    let bytes = 0;
    const allocate = (voxels: number) => {
      bytes += 4 * voxels;
      return new Float32Array(voxels);
    };
    const { series } = await load([file], plainHost({ allocate }));
    if (series.length === 0) expect(bytes, file.path).toBeLessThanOrEqual(4 * file.size);
  }
});
