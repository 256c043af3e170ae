import { existsSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import type { Family } from "#engine/features/family.ts";
import { localIntensity } from "#engine/features/local-intensity.ts";
import { morphology } from "#engine/features/morphology.ts";
import type { Vec3 } from "#engine/grid.ts";
import { type IbsiConfiguration, ibsiConfigurations } from "#engine/plan/ibsi-configurations.ts";
import { prepareRoi } from "#engine/process/prepare-roi.ts";
import { isReason } from "#engine/reason.ts";
import { shared } from "../../helpers/load-files.ts";

const fixture = (name: string) => readFileSync(new URL(name, new URL("../../fixtures/ibsi/", import.meta.url)), "utf8");
const phantomTable = (name: string) => `../../../src/app/conformance/tables/${name}`;

/** Rows of a CSV file as records; a quoted field may hold commas. */
function rows(name: string): Record<string, string>[] {
  const [head, ...lines] = fixture(name).trim().split("\n");
  const split = (line: string) => [...line.matchAll(/("([^"]*)"|[^,]*)(,|$)/g)].map((m) => m[2] ?? m[1]);
  const keys = split(head);
  return lines.map((line) => Object.fromEntries(split(line).map((field, k) => [keys[k], field])));
}

type Image = { dims: Vec3; spacing: Vec3; data: Float32Array };

/** The little of NIfTI that the reference data use. */
function nifti(path: string): Image {
  const bytes = gunzipSync(readFileSync(shared(path)));
  const dims: Vec3 = [bytes.readInt16LE(42), bytes.readInt16LE(44), bytes.readInt16LE(46)];
  const spacing: Vec3 = [bytes.readFloatLE(80), bytes.readFloatLE(84), bytes.readFloatLE(88)];
  const kind = bytes.readInt16LE(70);
  const data = new Float32Array(dims[0] * dims[1] * dims[2]);
  for (let i = 0; i < data.length; i++) data[i] = kind === 2 ? bytes[352 + i] : bytes.readFloatLE(352 + 4 * i);
  return { dims, spacing, data };
}

function measure(image: Image, mask: ArrayLike<number>, { recipe }: IbsiConfiguration): Map<string, number | string> {
  const grid = { ...image, origin: [0, 0, 0] as const, direction: [1, 0, 0, 0, 1, 0, 0, 0, 1] };
  const labels = Uint8Array.from(mask, (v) => (v > 0 ? 1 : 0));
  const { roi } = prepareRoi({ image: { grid, data: image.data, unit: "HU" }, labels, label: 1 }, recipe);
  const found = new Map<string, number | string>();
  const add = <P>(family: Family<P>) => {
    const prepared = family.prepare(roi, recipe, null);
    if (isReason(prepared)) throw new Error(prepared.detail);
    for (const feature of family.features) {
      const value = feature.compute(prepared[0]);
      found.set(feature.tag, isReason(value) ? value.reason : value);
    }
  };
  add(morphology);
  add(localIntensity);
  return found;
}

const reference = [...rows(phantomTable("digital-phantom-values.csv")), ...rows("reference-values.csv")].filter(
  (r) => r.family_code === "HCUG" || r.family_code === "9ST6",
);

/** Every reference value of a configuration against ours, by the IBSI's rule. */
function compare(config: string, found: Map<string, number | string>): void {
  const wanted = reference.filter((r) => r.config === config);
  expect(wanted.length).toBe(31);
  for (const { tag, value, tolerance } of wanted) {
    const ours = found.get(tag);
    expect(ours, tag).toBeTypeOf("number");
    expect(Number.isFinite(ours), tag).toBe(true);
    if (value === "") continue; // OMBB and MVEE: no reference; see shape.test.ts
    const rounded = Number(Number(ours).toPrecision(3));
    expect(Math.abs(rounded - Number(value)), `${tag}: ${ours}, reference ${value} ± ${tolerance}`).toBeLessThanOrEqual(
      Number(tolerance) + 1e-9 * Math.abs(rounded),
    );
  }
}

describe("IBSI-1 reference values of shape and local intensity", () => {
  test("digital phantom", () => {
    const phantom = JSON.parse(fixture(phantomTable("digital-phantom.json")));
    const image = { dims: phantom.dims, spacing: phantom.spacing, data: Float32Array.from(phantom.image) };
    compare("digital_phantom", measure(image, phantom.mask, ibsiConfigurations[0]));
  });

  const folder = "ibsi/ibsi1_ct_radiomics_phantom";
  const present = existsSync(shared(`${folder}/phantom.nii.gz`));
  for (const configuration of ibsiConfigurations.slice(1)) {
    test.skipIf(!present)(`configuration ${configuration.id}${present ? "" : " (skipped, no data)"}`, () => {
      const mask = nifti(`${folder}/mask.nii.gz`).data;
      compare(configuration.id, measure(nifti(`${folder}/phantom.nii.gz`), mask, configuration));
    });
  }
});

test("every feature has the name, code and tag of the IBSI's nomenclature, and texts in both languages", () => {
  const wanted = rows("nomenclature.csv").filter((r) => r.family_code === "HCUG" || r.family_code === "9ST6");
  const ours = [...morphology.features, ...localIntensity.features];
  expect(ours.map((f) => [f.tag, f.name, f.ibsi])).toEqual(wanted.map((r) => [r.tag, r.name, r.feature_code]));
  expect(new Set(ours.map((f) => f.id)).size).toBe(31);
  for (const { about, tex, section } of ours) {
    expect([about.en, about.it, tex].every((text) => text.length > 2)).toBe(true);
    expect(section).toMatch(/^3\.[12]\.\d+$/);
  }
});
