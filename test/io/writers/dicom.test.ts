import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseDicom } from "dicom-parser";
import { afterAll, expect, it } from "vitest";
import { isRadiomicaError } from "#engine/errors.ts";
import { decimalString, writeDicom } from "#io/writers/dicom.ts";

const dataset = {
  PixelData: Int16Array.of(-1, 2, -300, 4),
  Rows: 2,
  Columns: 2,
  BitsAllocated: 16,
  PixelRepresentation: 1,
  PixelPaddingValue: -2000,
  SOPInstanceUID: "1.2.3",
  SOPClassUID: "1.2.840.10008.5.1.4.1.1.2",
  PatientName: "DEMO^Città",
  PatientID: "",
  PixelSpacing: [0.1, 1 / 3],
  WindowCenter: [40, -600],
  DimensionIndexSequence: [{ DimensionIndexPointer: "00620202" }, { DimensionIndexPointer: "0020000E" }],
  ReferencedImageSequence: [],
  PatientBirthDate: undefined,
};

it("writes what an independent parser reads back", () => {
  const read = parseDicom(writeDicom(dataset));
  expect(read.string("x00020010")).toBe("1.2.840.10008.1.2.1");
  expect(read.string("x00020003")).toBe("1.2.3");
  expect(read.string("x00080005")).toBe("ISO_IR 192");
  expect(read.uint16("x00280010")).toBe(2);
  expect(read.elements.x00280120.vr).toBe("SS");
  expect(read.int16("x00280120")).toBe(-2000);
  expect(read.string("x00280030")).toBe("0.1\\0.33333333333333");
  expect(read.elements.x00100020.length).toBe(0);
  expect(read.elements.x00100030).toBeUndefined();
  expect(read.elements.x00081140.items ?? []).toHaveLength(0);
  expect(read.elements.x00209222.items).toHaveLength(2);
  const pixels = read.elements.x7fe00010;
  expect(pixels.vr).toBe("OW");
  expect([...new Int16Array(read.byteArray.slice(pixels.dataOffset).buffer)]).toEqual([-1, 2, -300, 4]);
  const name = read.elements.x00100010;
  expect(
    new TextDecoder().decode(read.byteArray.subarray(name.dataOffset, name.dataOffset + name.length)).trimEnd(),
  ).toBe("DEMO^Città");
});

it("refuses an unknown keyword and a value its VR cannot hold", () => {
  const fails = (more: object) => {
    try {
      writeDicom({ ...dataset, ...more });
    } catch (error) {
      return isRadiomicaError(error) ? error.tag : "other";
    }
    return "nothing thrown";
  };
  expect(fails({ PatientNam: "x" })).toBe("UnknownId");
  expect(fails({ Rows: 70000 })).toBe("Unsupported");
  expect(fails({ Rows: 1.5 })).toBe("Unsupported");
  expect(fails({ SliceThickness: Number.NaN })).toBe("Unsupported");
});

it("keeps decimal strings within 16 bytes and as near as they allow", () => {
  for (const value of [Math.PI, -Math.PI * 1e-9, 1 / 3, -123456789.12345, 0.1 + 0.2, 5e-7, -98765.4321e10]) {
    expect(decimalString(value).length).toBeLessThanOrEqual(16);
    // Sign, point and exponent take six of the sixteen characters at most.
    expect(Math.abs(Number(decimalString(value)) / value - 1)).toBeLessThan(1e-9);
  }
});

const folder = mkdtempSync(join(tmpdir(), "radiomica-"));
afterAll(() => rmSync(folder, { recursive: true }));
const dcmdump = spawnSync("dcmdump", ["--version"]).status === 0;

it.skipIf(!dcmdump)(`is read by dcmdump without a complaint${dcmdump ? "" : " (skipped, no dcmtk)"}`, () => {
  const path = join(folder, "a.dcm");
  writeFileSync(path, writeDicom(dataset));
  const { status, stderr } = spawnSync("dcmdump", ["-E", path], { encoding: "utf8" });
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
});
