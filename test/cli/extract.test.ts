import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { makers } from "#demo/generate.ts";
import { featureById } from "#engine/features/index.ts";
import { extract } from "#engine/plan/extract.ts";
import { ibsiConfigurations } from "#engine/plan/ibsi-configurations.ts";
import { describeImage } from "#engine/process/describe-image.ts";
import { load } from "#io/load.ts";
import type { ResultsFile } from "#io/writers/json.ts";
import { memoryFile, onData, plainHost, shared } from "../helpers/load-files.ts";
import { isReached, references } from "../ibsi/reference.ts";
import { aFolder, command, eventsOf, NOW, written } from "./a-command.ts";
import { niftiFile } from "./a-nifti.ts";

const phantom = makers["digital-phantom"];
const results = (path: string): ResultsFile => JSON.parse(readFileSync(path, "utf8"));
const recipe = ibsiConfigurations[0].recipe;
const rows = (text: string) => text.trimEnd().split("\r\n");

describe("one region", () => {
  it("gives the engine's values bit for bit, with the diagnostics of the whole image", async () => {
    const { folder, image, mask } = written(phantom());
    const out = join(folder, "features.json");
    const { code } = await command(["extract", "-i", image, "-m", mask, "-c", "ibsi-digital-phantom", "-o", out]);
    expect(code).toBe(0);
    const loaded = await load(
      phantom().files.map(({ path, bytes }) => memoryFile(path, bytes)),
      plainHost(),
    );
    const labels = loaded.segmentations[0].segments[0].mask;
    const expected = extract({ image: loaded.series[0].image, labels, label: 1 }, recipe);
    const [result] = results(out).results;
    expect(result.features.map(({ name: _n, unitText: _u, ...row }) => row)).toEqual(expected.rows);
    expect(result.warnings).toEqual(expected.warnings);
    const byTag = (tags: readonly { tag: string }[]) => [...tags].sort((a, b) => (a.tag < b.tag ? -1 : 1));
    const image6 = describeImage(loaded.series[0].image, recipe);
    expect(byTag(result.diagnostics)).toEqual(byTag([...expected.diagnostics, ...image6]));
    expect(result.provenance).toMatchObject({
      created: NOW.toISOString(),
      recipe,
      recipeName: "ibsi-digital-phantom",
      region: { label: 1, voxels: 74 },
    });
    expect(result.provenance.region.source).toMatch(/^SEG [\d.]+, sha256 [0-9a-f]{64}$/);
    expect(result.provenance.image.sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(JSON.stringify(result.provenance)).not.toContain(folder);
  });

  it("reaches every reference value of the digital phantom through DICOM and CSV", async () => {
    const { folder, image, mask } = written(phantom());
    const out = join(folder, "a.json");
    await command(["extract", "-i", image, "-m", mask, "-c", "ibsi-digital-phantom", "-o", out]);
    expect(missed("digital_phantom", out)).toEqual([]);
  });

  it("finds the mask that lies with the images, and settings for the image, when none are given", async () => {
    const { folder } = written(phantom());
    const out = join(aFolder(), "a.csv");
    const { code, events } = await command(["extract", "-i", folder, "-o", out]);
    expect(code).toBe(0);
    expect(events.filter((e) => e.event === "default_recipe").length).toBeGreaterThan(3);
    expect(rows(readFileSync(out, "utf8"))[0]).toMatch(/^segment,label,family,feature,ibsi_code,/);
  });

  it("writes to standard output, and paths only when they are asked for", async () => {
    const { image, mask } = written(phantom());
    const args = ["extract", "-i", image, "-m", mask, "-c", "ibsi-digital-phantom", "-o", "-", "--format", "json"];
    const bare = JSON.parse((await command(args)).out) as ResultsFile;
    expect(bare.results[0].provenance.image.files[0]).not.toHaveProperty("path");
    const whole = JSON.parse((await command([...args, "--paths"])).out) as ResultsFile;
    expect(whole.results[0].provenance.image.files[0].path).toContain(image);
  });

  it("is measured again by the settings in its results, to the same values", async () => {
    const { folder, image, mask } = written(phantom());
    const [first, second] = [join(folder, "first.json"), join(folder, "second.json")];
    await command(["extract", "-i", image, "-m", mask, "-c", "mr", "-o", first]);
    expect((await command(["extract", "-i", image, "-m", mask, "-c", first, "-o", second])).code).toBe(0);
    expect(results(second)).toEqual(results(first));
  });
});

describe("several regions and configurations", () => {
  const grid = { dims: [6, 5, 4] as const, spacing: [1, 1.5, 2] as const };
  const values = Float32Array.from({ length: 120 }, (_, i) => ((i * 37) % 101) - 50);
  const labels = Float32Array.from({ length: 120 }, (_, i) => (i % 4 === 0 ? 7 : i % 3 === 0 ? 2 : 0));
  const pair = () => {
    const folder = aFolder();
    const [image, mask] = [join(folder, "img.nii"), join(folder, "organs.nii")];
    writeFileSync(image, niftiFile(grid.dims, grid.spacing, values));
    writeFileSync(mask, niftiFile(grid.dims, grid.spacing, labels));
    return { folder, image, mask, out: join(folder, "out.csv") };
  };

  it("every label of a NIfTI map with every configuration, a row each", async () => {
    const { image, mask, out } = pair();
    const args = ["extract", "-i", image, "-m", mask, "-c", "mr", "-c", "ibsi-b", "--layout", "wide", "-o", out];
    const { code, events } = await command(args);
    expect(code).toBe(0);
    const [header, ...body] = rows(readFileSync(out, "utf8")).map((line) => line.split(","));
    const column = (name: string) => body.map((cells) => cells[header.indexOf(name)]);
    expect(column("segment")).toEqual(["organs 2", "organs 2", "organs 7", "organs 7"]);
    expect(column("label")).toEqual(["2", "2", "7", "7"]);
    expect(column("settings_name")).toEqual(["mr", "ibsi-b", "mr", "ibsi-b"]);
    expect(events.filter((e) => e.event === "measured")).toHaveLength(4);
  });

  it.each([
    [["--roi", "7"], ["organs 7"]],
    [
      ["--roi", "organs*"],
      ["organs 2", "organs 7"],
    ],
    [["--roi", "organs ?", "--exclude", "*7"], ["organs 2"]],
    [["--exclude", "organs 2"], ["organs 7"]],
  ])("%s", async (choice, names) => {
    const { image, mask, out } = pair();
    expect((await command(["extract", "-i", image, "-m", mask, "-c", "ibsi-a", "-o", out, ...choice])).code).toBe(0);
    const found = rows(readFileSync(out, "utf8")).slice(1);
    expect([...new Set(found.map((line) => line.split(",")[0]))]).toEqual(names);
  });

  it("a name that is not there is refused with those that are", async () => {
    const { image, mask, out } = pair();
    const { code, error } = await command(["extract", "-i", image, "-m", mask, "-r", "organs 3", "-o", out]);
    expect(code).toBe(2);
    expect(error?.message).toMatch(/No region is called "organs 3".*There are: "organs 2", "organs 7"/);
    expect(existsSync(out)).toBe(false);
  });

  it("floats that are whole numbers are labels; others are refused with the value", async () => {
    const { folder, image, out } = pair();
    const soft = join(folder, "soft.nii");
    writeFileSync(
      soft,
      niftiFile(
        grid.dims,
        grid.spacing,
        Float32Array.from(labels, (v) => v / 10),
      ),
    );
    const { code, error } = await command(["extract", "-i", image, "-m", soft, "-o", out]);
    expect([code, error?.event]).toEqual([2, "mask_refused"]);
    expect(error?.message).toMatch(/holds the value 0.7, which is no label.*threshold/);
  });

  it("a mask on another grid is refused with both grids in figures", async () => {
    const { folder, image, out } = pair();
    const other = join(folder, "other.nii");
    writeFileSync(other, niftiFile([6, 5, 4], [1, 1.5, 2.5], labels));
    const { code, error } = await command(["extract", "-i", image, "-m", other, "-o", out]);
    expect(code).toBe(2);
    expect(error?.message).toMatch(
      /another grid.*6 × 5 × 4 voxels of 1 × 1.5 × 2.5 mm.*6 × 5 × 4 voxels of 1 × 1.5 × 2 mm/,
    );
  });

  it("an empty mask is refused", async () => {
    const { folder, image, out } = pair();
    const none = join(folder, "none.nii");
    writeFileSync(none, niftiFile(grid.dims, grid.spacing, new Float32Array(120)));
    const { code, error } = await command(["extract", "-i", image, "-m", none, "-o", out]);
    expect([code, error?.code]).toEqual([2, "empty_roi"]);
  });

  it("two images with the same voxels: the mask cannot say which, --series can", async () => {
    const { folder, mask, out } = pair();
    const both = join(folder, "both");
    mkdirSync(both);
    writeFileSync(join(both, "t1.nii"), niftiFile(grid.dims, grid.spacing, values));
    writeFileSync(
      join(both, "t2.nii"),
      niftiFile(
        grid.dims,
        grid.spacing,
        values.map((v) => -v),
      ),
    );
    const args = ["extract", "-i", both, "-m", mask, "-c", "ibsi-a", "-o", out];
    const refused = await command(args);
    expect(refused.code).toBe(2);
    expect(refused.error?.message).toMatch(/fits 2 series.*--series/s);
    expect((await command([...args, "--series", "t2"])).code).toBe(0);
    expect((await command([...args, "--overwrite", "--series", "t3"])).error?.message).toMatch(/no series "t3"/);
  });
});

describe("what is wrong is said, with its exit code", () => {
  const study = () => ({ ...written(phantom()), out: join(aFolder(), "out.csv") });

  it.each<[string, (s: ReturnType<typeof study>) => string[], number, RegExp]>([
    ["no image path", (s) => ["-m", s.mask, "-o", s.out], 64, /--image is missing/],
    ["no output", (s) => ["-i", s.image, "-m", s.mask], 64, /--out is missing/],
    ["image is not there", (s) => ["-i", "/no/such", "-m", s.mask, "-o", s.out], 64, /no file or folder "\/no\/such"/],
    ["mask is not there", (s) => ["-i", s.image, "-m", "/no/such", "-o", s.out], 64, /--mask: there is no file/],
    ["empty folder", (s) => ["-i", aFolder(), "-m", s.mask, "-o", s.out], 2, /There is no file in/],
    ["images without a mask", (s) => ["-i", s.image, "-o", s.out], 2, /No segmentation lies with the images/],
    ["mask that is an image", (s) => ["-i", s.image, "-m", s.image, "-o", s.out], 2, /no mask in/],
    ["bad extension", (s) => ["-i", s.image, "-o", "x.xlsx"], 64, /neither csv nor json/],
    ["bad layout", (s) => ["-i", s.image, "-o", s.out, "--layout", "tall"], 64, /long or wide/],
    ["bad threads", (s) => ["-i", s.image, "-o", s.out, "-t", "0"], 64, /from 1 to 256/],
    ["value missing", (s) => ["-i", s.image, "-o"], 64, /-o needs a value/],
    ["option twice", (s) => ["-i", s.image, "-o", s.out, "-o", s.out], 64, /once only/],
    ["stray files", (s) => ["-i", s.image, "b.dcm", "-o", s.out], 64, /"b.dcm" belongs to no option.*folder/],
    ["unknown option", (s) => ["-i", s.image, "--rois", "x"], 64, /no option --rois; did you mean "--roi"/],
    ["unknown preset", (s) => ["-i", s.image, "-o", s.out, "-c", "ibsi-z"], 64, /no preset "ibsi-z"; did you mean/],
    ["same preset twice", (s) => ["-i", s.image, "-o", s.out, "-c", "mr", "-c", "mr"], 64, /Two configurations/],
    ["no such folder", (s) => ["-i", s.image, "-o", "/no/such/a.csv"], 64, /no folder "\/no\/such"/],
    [
      "output is an input",
      (s) => ["-i", s.image, "-m", s.mask, "-o", s.mask, "--format", "csv", "--overwrite"],
      64,
      /one of the inputs/,
    ],
    ["log not writable", (s) => ["-i", s.image, "-o", s.out, "--log", "/no/such/log"], 64, /--log/],
  ])("%s", async (_, args, code, message) => {
    const s = study();
    const done = await command(["extract", ...args(s)]);
    expect(done.error?.message).toMatch(message);
    expect([done.code, done.error?.exit]).toEqual([code, code]);
    expect(existsSync(s.out)).toBe(false);
  });

  it("a settings file by file, line and key", async () => {
    const { image, folder, out } = study();
    const file = join(folder, "recipe.json");
    writeFileSync(file, '{\n  "discretisation": {"method": "FBS", "widht": 25}\n}');
    const { code, error } = await command(["extract", "-i", image, "-c", file, "-o", out]);
    expect(code).toBe(64);
    expect(error?.message).toMatch(/recipe.json: line 2: "discretisation.widht" is no setting; did you mean "width"/);
    writeFileSync(file, '{"discretisation": {"method": "none"}, "filter": {"id": "lag"}}');
    const filter = await command(["extract", "-i", image, "-c", file, "-o", out]);
    expect([filter.code, filter.error?.message]).toEqual([64, expect.stringMatching(/No filter is called "lag"/)]);
    writeFileSync(file, '{"discretisation": {"method": "FBN", "bins": 0}}');
    expect((await command(["extract", "-i", image, "-c", file, "-o", out])).error?.message).toMatch(/bins.*0/);
  });

  it("a parameter file of PyRadiomics is read as it is: names, filters in one row, unknown keys named", async () => {
    const { image, mask, folder } = study();
    const file = join(folder, "params.yaml");
    const text = "setting: {binWidth: 1}\nimageType: {Original: {}, Square: {}}\nfeatureClass: {firstorder: [Mean]}\n";
    writeFileSync(file, text);
    const args = ["extract", "-i", image, "-m", mask, "-c", file, "--layout", "wide", "--format", "csv", "-o", "-"];
    const done = await command(args);
    expect(done.code).toBe(0);
    const [header, ...body] = rows(done.out).map((line) => line.split(","));
    expect(body).toHaveLength(1);
    const named = header.filter((name) => name.includes("firstorder"));
    expect(named).toEqual(["original_firstorder_Mean", "square_firstorder_Mean"]);
    expect(body[0][header.indexOf("standard")]).toBe("PyRadiomics-compatible");
    writeFileSync(file, "setting: {binWdith: 1}\n");
    const refused = await command(args);
    expect([refused.code, refused.error?.message]).toEqual([64, expect.stringMatching(/params.yaml: .*binWdith/)]);
  });

  it("an output that is there stays, until it may be replaced", async () => {
    const { image, mask, out } = study();
    writeFileSync(out, "precious");
    const args = ["extract", "-i", image, "-m", mask, "-c", "ibsi-digital-phantom", "-o", out];
    expect((await command(args)).code).toBe(64);
    expect(readFileSync(out, "utf8")).toBe("precious");
    expect((await command([...args, "--overwrite", "-r", "nobody"])).code).toBe(2);
    expect(readFileSync(out, "utf8")).toBe("precious");
    expect((await command([...args, "--overwrite"])).code).toBe(0);
    expect(readFileSync(out, "utf8")).toMatch(/^segment,/);
  });

  it.skipIf(process.getuid?.() === 0)("a folder that may not be written in", async () => {
    const { image, mask } = study();
    const folder = aFolder();
    chmodSync(folder, 0o500);
    const { code, error } = await command(["extract", "-i", image, "-m", mask, "-o", join(folder, "a.csv")]);
    expect([code, error?.message]).toEqual([64, expect.stringMatching(/nothing may be written/)]);
  });

  it("folders that link to themselves are read once", async () => {
    const { image, mask, out } = study();
    symlinkSync(image, join(image, "again"));
    expect((await command(["extract", "-i", image, "-m", mask, "-c", "ibsi-a", "-o", out])).code).toBe(0);
  });

  it("stopped before it is done: 75 and no file", async () => {
    const { image, mask, out } = study();
    const stop = new AbortController();
    stop.abort();
    const done = await command(["extract", "-i", image, "-m", mask, "-o", out], { signal: stop.signal });
    expect([done.code, done.error?.event]).toEqual([75, "interrupted"]);
    expect(readdirSync(join(out, ".."))).toEqual([]);
  });
});

describe("a PET", () => {
  it("whose SUV cannot be computed is refused with the reason, unless its own unit is accepted", async () => {
    const folder = aFolder();
    const { files } = makers["pet-ct"]();
    const pet = files.filter(({ path }) => path.startsWith("pt") || path.startsWith("pet") || path.includes("on-pet"));
    for (const { path, bytes } of pet) {
      // Patient's Weight (0010,1030), a DS: its digits become blanks.
      const at = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).indexOf("\x10\x00\x30\x10DS", 0, "latin1");
      if (at > 0) bytes.fill(0x20, at + 8, at + 8 + bytes[at + 6]);
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), bytes);
    }
    const args = ["extract", "-i", folder, "-r", "Mass*", "-c", "pet", "-o", join(folder, "a.csv")];
    const refused = await command(args);
    expect([refused.code, refused.error?.event]).toEqual([2, "suv_missing"]);
    expect(refused.error?.message).toMatch(/SUV cannot be computed: .*weight[\s\S]*--accept suv_missing/i);
  }, 240_000);
});

describe("the log", () => {
  it("is JSON lines with time and level, also in a file that is added to; quiet says errors only", async () => {
    const { folder, image, mask } = written(phantom());
    const log = join(folder, "run.ndjson");
    const args = ["extract", "-i", image, "-m", mask, "-c", "ibsi-digital-phantom", "--log", log, "-q", "-o", "-"];
    const done = await command([...args, "--format", "csv"]);
    expect([done.code, done.err]).toEqual([0, ""]);
    const first = eventsOf(readFileSync(log, "utf8"));
    expect(first.every((e) => e.time === NOW.toISOString() && ["info", "warning"].includes(e.level))).toBe(true);
    expect(first.map((e) => e.event)).toEqual(
      expect.arrayContaining(["start", "progress", "series", "region", "measured", "written", "done"]),
    );
    await command([...args, "--format", "csv"]);
    expect(eventsOf(readFileSync(log, "utf8")).filter((e) => e.event === "done")).toHaveLength(2);
  });

  it("on a terminal it is sentences", async () => {
    const { image } = written(phantom());
    const { err } = await command(["extract", "-i", image, "-o", "a.csv"], { errIsTerminal: true });
    expect(err).toMatch(/^radiomica: No segmentation lies/m);
  });
});

/** Reference values of a configuration that the first result of a file does not reach. */
function missed(config: string, path: string): string[] {
  const [{ features }] = results(path).results;
  const wanted = references.filter((r) => r.config === config);
  expect(wanted.length).toBeGreaterThan(200);
  return wanted.flatMap((r) => {
    const found = features.find(
      (row) => tagOf(row.id) === r.tag && (row.aggregation === null || row.aggregationCode === r.aggregationCode),
    );
    return found && "value" in found && isReached(found.value, r) ? [] : [`${r.tag} ${r.aggregationCode}`];
  });
}

const tagOf = (id: string): string => featureById(id)?.feature.tag ?? id;

describe("published data", () => {
  onData("configuration A on the lung CT's DICOM and RTSTRUCT reaches every reference value", async () => {
    const folder = shared("ibsi/ibsi1_ct_radiomics_phantom/dicom");
    const out = join(aFolder(), "a.json");
    const args = ["extract", "-i", join(folder, "image"), "-m", join(folder, "mask"), "-c", "ibsi-a", "-o", out];
    expect((await command(args)).code).toBe(0);
    expect(missed("A", out)).toEqual([]);
  });

  onData("a compressed CT with a NIfTI map beside it, one of 31 organs", async () => {
    const folder = shared("data/series/ct-siemens-j2k-totalseg");
    const out = join(aFolder(), "a.csv");
    const mask = join(folder, "example_seg_dicom.nii.gz");
    const { code, events } = await command([
      "extract",
      "-i",
      join(folder, "image"),
      "-m",
      mask,
      "-r",
      "5",
      "-c",
      "ibsi-a",
      "-o",
      out,
    ]);
    expect(code).toBe(0);
    expect(events.filter((e) => e.event === "region")).toHaveLength(1);
  });

  onData("a PET's plan on the CT: refused with the series it was made on, unless that is accepted", async () => {
    const folder = shared("data/series/ibsi-sts002");
    const out = join(aFolder(), "a.csv");
    const mask = join(folder, "PET/RTSTRUCT.dcm");
    const args = ["extract", "-i", join(folder, "CT/image"), "-m", mask, "-c", "ibsi-a", "-o", out];
    const refused = await command(args);
    expect([refused.code, refused.error?.event]).toEqual([2, "other_series"]);
    expect(refused.error?.message).toMatch(/made on another series \(1\.3\.6\.1\.4\.1\.14519/);
    expect((await command([...args, "--accept", "other_series"])).code).toBe(0);
  });

  onData("slices with gaps are not measured across, unless that is accepted", async () => {
    const folder = shared("data/series/highdicom-ct16");
    const out = join(aFolder(), "a.csv");
    const segs = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((n) => /binary/i.test(n));
    const args = ["extract", "-i", folder, "-m", join(folder, segs[0]), "-c", "ibsi-c", "-o", out];
    const refused = await command(args);
    expect([refused.code, refused.error?.event]).toEqual([2, "slices_only"]);
    expect(refused.error?.message).toMatch(/--accept slices_only/);
    expect((await command([...args, "--accept", "slices_only"])).code).toBe(0);
  });
});
