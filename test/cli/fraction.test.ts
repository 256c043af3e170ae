import { expect, test } from "vitest";
import { onData, shared } from "../helpers/load-files.ts";
import { command } from "./a-command.ts";

onData("--fraction says from which share a voxel of a fractional segmentation is inside", async () => {
  const folder = shared("data/series/highdicom-ct16");
  const masks = async (...more: string[]) => {
    const mask = `${folder}/seg_image_ct_true_fractional.dcm`;
    const done = await command(["info", "-i", `${folder}/image`, "-m", mask, "--json", ...more]);
    return JSON.parse(done.out).masks[0];
  };
  // pydicom: 638 pixels of value 128, 23 of 64, maximum 255.
  expect((await masks()).regions[0].voxels).toBe(638);
  const quarter = await masks("--fraction", "0.25");
  expect(quarter.regions[0].voxels).toBe(661);
  expect(quarter.findings[0].detail).toContain("at least 0.25");
});

test("a share outside 0 to 1 is refused", async () => {
  const { code, error } = await command(["info", "-i", "nowhere", "--fraction", "50"]);
  expect(code).toBe(64);
  expect(error?.message).toContain('--fraction is a number above 0 and up to 1; it is "50"');
});
