import { gzipSync, zipSync } from "fflate";
import { expect, test } from "vitest";
import { isRadiomicaError } from "#engine/errors.ts";
import { load } from "#io/load.ts";
import type { LoadHost, LoadResult, SourceFile } from "#io/series.ts";
import { memoryFile, plainHost } from "../helpers/load-files.ts";
import { ctElements, el, fragments, type RawElement, rawFile, words } from "../helpers/raw-dicom.ts";

/** A small CT of `n` slices, 2 mm apart; slice k holds 10·k … 10·k + 5 before the rescale. */
const slices = (n: number, over: (k: number) => RawElement[] = () => []): SourceFile[] =>
  Array.from({ length: n }, (_, k) =>
    memoryFile(
      `ct/${k}.dcm`,
      rawFile(
        ctElements([
          el("00080018", "UI", `1.2.3.4.${k}`),
          el("00200013", "IS", `${k + 1}`),
          el("00200032", "DS", `0\\0\\${2 * k}`),
          el("7FE00010", "OW", words([0, 1, 2, 3, 4, 5].map((v) => v + 10 * k))),
          ...over(k),
        ]),
      ),
    ),
  );
const loading = (files: readonly SourceFile[], host: Partial<LoadHost> = {}): Promise<LoadResult> =>
  load(files, plainHost(host));
const codes = (result: LoadResult): string[] => result.refusals.map((r) => r.finding.code);

test("slices in any order make one volume with its provenance", async () => {
  const { series, refusals } = await loading(slices(4).reverse());
  expect(refusals).toEqual([]);
  expect(series).toHaveLength(1);
  const [ct] = series;
  expect(ct).toMatchObject({
    use: "volume",
    modality: "CT",
    seriesInstanceUid: "1.2.3.2",
    frameOfReferenceUid: "1.2.3.3",
  });
  expect(ct.image.unit).toBe("HU");
  expect(ct.image.grid).toMatchObject({ dims: [3, 2, 4], spacing: [0.25, 0.5, 2], origin: [0, 0, 0] });
  expect([...ct.image.data.slice(18)]).toEqual([30, 31, 32, 33, 34, 35].map((v) => v - 1024));
  expect(ct.range).toEqual([-1024, 35 - 1024]);
  expect(ct.slices.map((s) => s.instanceNumber)).toEqual([1, 2, 3, 4]);
  for (const slice of ct.slices) expect(slice.sha256).toMatch(/^[0-9a-f]{64}$/);
  expect(ct.valueChain).toContain("-1024");
});

test("slope and intercept are those of each slice", async () => {
  const over = (k: number) => [el("00281053", "DS", `${k + 1}`), el("00281052", "DS", `${100 * k}`)];
  const { series } = await loading(slices(3, over));
  expect([...series[0].image.data.slice(12)]).toEqual([20, 21, 22, 23, 24, 25].map((v) => v * 3 + 200));
  expect(series[0].valueChain).toContain("3 slopes");
});

test("one bad file never stops the rest", async () => {
  const files = slices(3);
  const cut = memoryFile("cut.dcm", rawFile(ctElements([el("7FE00010", "OW", words([1]), 400)])));
  const unreadable: SourceFile = { path: "gone.dcm", size: 1, bytes: () => Promise.reject(new Error("no such file")) };
  const result = await loading([cut, memoryFile("notes.bin", new Uint8Array(300)), unreadable, ...files]);
  expect(result.series).toHaveLength(1);
  expect(codes(result).sort()).toEqual(["not_dicom", "parse_error", "truncated"]);
  for (const { finding, path } of result.refusals) {
    expect(path).not.toBe("");
    expect(finding.detail).toMatch(/\.$/);
  }
});

test("a slice whose codestream is damaged leaves a gap that is reported", async () => {
  const files = slices(4);
  const damaged = rawFile(
    ctElements([
      el("00080018", "UI", "1.2.3.4.1"),
      el("00200013", "IS", "2"),
      el("00200032", "DS", "0\\0\\2"),
      el("7FE00010", "OB", fragments([0], [new Uint8Array(80)]), 0xffffffff),
    ]),
    "1.2.840.10008.1.2.5",
  );
  const result = await loading([files[0], memoryFile("ct/1.dcm", damaged), files[2], files[3]]);
  expect(codes(result)).toEqual(["decode_failed"]);
  expect(result.series).toHaveLength(1);
  expect(result.series[0].use).toBe("slices");
  expect(result.series[0].findings.map((f) => f.code)).toContain("missing_slice");
  expect(result.series[0].image.grid.dims[2]).toBe(3);
});

test("the same instance twice is taken once; other contents under its name are a warning", async () => {
  const files = slices(2);
  const again = memoryFile("copy/0.dcm", await files[0].bytes());
  const forged = slices(2, () => [el("00081030", "LO", "other")])[1];
  const result = await loading([...files, again, { ...forged, path: "other/1.dcm" }]);
  expect(result.series[0].image.grid.dims[2]).toBe(2);
  expect(result.refusals.map((r) => [r.path, r.finding.code, r.finding.level])).toEqual([
    ["copy/0.dcm", "duplicate_file", "info"],
    ["other/1.dcm", "duplicate_file", "warning"],
  ]);
});

test("what is open already is not opened again", async () => {
  const first = await loading(slices(2));
  const second = await loading(slices(3), { openSeries: first.series });
  expect(codes(second)).toEqual(["duplicate_file", "duplicate_file"]);
  expect(second.series[0].id).not.toBe(first.series[0].id);
});

test("ZIPs within ZIPs are opened, litter is passed over in silence", async () => {
  const files = slices(3);
  const bytes = await Promise.all(files.map((f) => f.bytes()));
  const inner = zipSync({ "a/1": bytes[1], "a/2": bytes[2] });
  const zip = zipSync({
    "0.dcm": [bytes[0], { level: 0 }],
    "inner.zip": inner,
    "__MACOSX/._0.dcm": new Uint8Array(20),
    ".DS_Store": new Uint8Array(20),
    DICOMDIR: new Uint8Array(20),
    "sub/Thumbs.db": new Uint8Array(20),
  });
  const { series, refusals } = await loading([memoryFile("study.zip", zip), memoryFile("._x", new Uint8Array(9))]);
  expect(refusals).toEqual([]);
  expect(series[0].image.grid.dims[2]).toBe(3);
  expect(series[0].slices[0].path).toBe("study.zip/0.dcm");
  expect(series[0].slices[2].path).toBe("study.zip/inner.zip/a/2");
});

test("a gzipped file is unpacked", async () => {
  const [file] = slices(1);
  const { series } = await loading([memoryFile("0.dcm.gz", gzipSync(await file.bytes()))]);
  expect(series).toHaveLength(1);
});

test("archives: bombs, cuts and lies are refused", async () => {
  const declared = (zip: Uint8Array, size: number) => {
    const directory = zip.findLastIndex((b, i) => b === 0x50 && zip[i + 1] === 0x4b && zip[i + 2] === 1);
    const changed = zip.slice();
    new DataView(changed.buffer).setUint32(directory + 24, size, true);
    return memoryFile("x.zip", changed);
  };
  const good = zipSync({ "0.dcm": await slices(1)[0].bytes() });
  expect(codes(await loading([memoryFile("cut.zip", good.subarray(0, good.length - 30))]))).toEqual(["parse_error"]);
  expect(codes(await loading([declared(good, 2 ** 31)]))).toEqual(["archive_limit"]); // a bomb, by its directory
  expect(codes(await loading([declared(good, 100)]))).toEqual(["parse_error"]); // more comes out than was said
  expect(codes(await loading([declared(good, 5000)]))).toEqual(["parse_error"]); // less
});

test("patients are never merged in silence", async () => {
  const other = (k: number) => [
    el("00100020", "LO", "2"),
    el("0020000E", "UI", "1.2.3.9"),
    el("00080018", "UI", `1.2.9.${k}`),
  ];
  const { series } = await loading([...slices(2), ...slices(2, other)]);
  expect(series).toHaveLength(2);
  for (const s of series) expect(s.findings.map((f) => f.code)).toContain("mixed_patients");
  expect(series.map((s) => s.study.patientId)).toEqual(["1", "2"]);
});

test("too large: refused before memory is taken, the rest loads", async () => {
  const second = (k: number) => [el("0020000E", "UI", "1.2.3.9"), el("00080018", "UI", `1.2.9.${k}`)];
  let allocated = 0;
  const result = await loading([...slices(4), ...slices(2, second)], {
    maxBytes: 60,
    allocate: (n) => {
      allocated += n;
      return new Float32Array(n);
    },
  });
  expect(codes(result)).toEqual(["too_large"]);
  expect(result.series.map((s) => s.seriesInstanceUid)).toEqual(["1.2.3.9"]);
  expect(allocated).toBe(12);
});

test("absurd dimensions are refused with their figures", async () => {
  const huge = [el("00280010", "US", 65535), el("00280011", "US", 65535), el("00280008", "IS", "60000")];
  const result = await loading([memoryFile("huge.dcm", rawFile(ctElements(huge)))]);
  expect(codes(result)).toEqual(["absurd_dimensions"]);
  expect(result.refusals[0].finding.fields).toEqual({ rows: 65535, columns: 65535, frames: 60000 });
  // Compressed data of a few bytes may claim any size too.
  const tiny = el("7FE00010", "OB", fragments([], [new Uint8Array(100)]), 0xffffffff);
  const claim = rawFile(ctElements([...huge.slice(0, 2), tiny]), "1.2.840.10008.1.2.4.90");
  expect(codes(await loading([memoryFile("tiny.dcm", claim)]))).toEqual(["absurd_dimensions"]);
});

test("cancelling rejects with Cancelled, at any moment", async () => {
  for (const after of [0, 1, 3]) {
    const controller = new AbortController();
    let steps = 0;
    const onProgress = () => {
      if (steps++ >= after) controller.abort();
    };
    if (after === 0) controller.abort();
    const result = loading(slices(30), { signal: controller.signal, onProgress });
    await expect(result).rejects.toSatisfy((e: unknown) => isRadiomicaError(e, "Cancelled"));
  }
});

test("progress goes up to its total", async () => {
  const seen: string[] = [];
  await loading(slices(5), { onProgress: ({ phase, done, total }) => seen.push(`${phase} ${done}/${total}`) });
  expect(seen).toContain("reading 5/5");
  expect(seen.at(-1)).toBe("decoding 5/5");
});

test("4D: volumes at the same place are told apart by what differs", async () => {
  const files = [0, 1000].flatMap((b, i) =>
    slices(3, (k) => [
      el("00080018", "UI", `1.2.7.${i}.${k}`),
      el("00189087", "FD", new Uint8Array(Float64Array.of(b).buffer)),
    ]),
  );
  const { series } = await loading(files);
  expect(series.map((s) => s.description)).toEqual(["(b-value 0)", "(b-value 1000)"]);
  for (const s of series) {
    expect(s.use).toBe("volume");
    expect(s.findings.map((f) => f.code)).toContain("four_dimensional");
  }
  expect(new Set(series.map((s) => s.id)).size).toBe(2);
});

test("duplicated places that nothing tells apart are set aside, with a warning", async () => {
  const twin = slices(3, () => [el("00080018", "UI", "1.2.8.1")])[1];
  const { series } = await loading([...slices(3), { ...twin, path: "twin.dcm" }]);
  expect(series.map((s) => s.image.grid.dims[2])).toEqual([3, 1]);
  expect(series[0].use).toBe("volume");
  expect(series[0].findings.map((f) => [f.code, f.level])).toEqual([["duplicate_positions", "warning"]]);
});

test("orientations and sizes are split, each with its sentence", async () => {
  const sagittal = slices(2, (k) => [
    el("00080018", "UI", `1.2.5.${k}`),
    el("00200037", "DS", "0\\1\\0\\0\\0\\-1"),
    el("00200032", "DS", `${k}\\0\\0`),
  ]);
  const result = await loading([...slices(3), ...sagittal]);
  expect(result.series).toHaveLength(2);
  for (const s of result.series) expect(s.findings.map((f) => f.code)).toContain("mixed_orientation");
  const square = slices(1, () => [el("00080018", "UI", "1.2.6.1"), el("00280010", "US", 3), el("00280011", "US", 2)]);
  const sized = await loading([...slices(3), ...square]);
  expect(sized.series).toHaveLength(2);
  for (const s of sized.series) expect(s.findings.map((f) => f.code)).toContain("mixed_size");
});

test("a CT without a rescale is not in HU", async () => {
  const missing = (): RawElement[] => [el("00281053", "DS", ""), el("00281052", "DS", "")];
  const { series } = await loading(slices(2, missing));
  expect(series[0].image.unit).toBe("arbitrary");
  expect(series[0].findings.map((f) => f.code)).toContain("no_calibration");
});

test("an unknown or unsupported transfer syntax is named", async () => {
  const pixels = el("7FE00010", "OB", fragments([], [new Uint8Array(8)]), 0xffffffff);
  const unknown = await loading([memoryFile("a", rawFile(ctElements([pixels]), "1.2.3.4.5.6"))]);
  expect(codes(unknown)).toEqual(["unknown_transfer_syntax"]);
  const video = await loading([memoryFile("b", rawFile(ctElements([pixels]), "1.2.840.10008.1.2.4.102"))]);
  expect(codes(video)).toEqual(["unsupported"]);
  expect(video.refusals[0].finding.detail).toContain("MPEG-4");
});
