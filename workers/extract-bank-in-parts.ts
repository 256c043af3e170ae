import { areLists, type BankExtraction, bankLabels, bankParts } from "#engine/plan/extract-bank.ts";
import type { JobOptions, Jobs, Pool } from "./protocol.ts";
import { sideBySide } from "./side-by-side.ts";

/**
 * One region's bank of filters, computed by up to `count` workers side by side; each interpolates the region for its
 * part. The numbers are those of a single "extractBank" job, to the bit. Aborts and errors are those of a job.
 */
export async function extractBankInParts(
  pool: Pool,
  { input, recipe, bank, families }: Jobs["extractBank"]["input"],
  count: number,
  options: JobOptions = {},
): Promise<readonly BankExtraction[]> {
  const parts = bankParts(bank, count);
  if (parts.length === 1) return pool.run("extractBank", { input, recipe, bank, families }, options);
  const found = await sideBySide(
    parts.map((places) => (more: JobOptions) => {
      const own = families !== undefined && areLists(families) ? places.map((n) => families[n]) : families;
      return pool.run("extractBank", { input, recipe, bank: places.map((n) => bank[n]), families: own }, more);
    }),
    options,
  );
  // Labels tell images apart in the whole bank, not in a part of it.
  const labels = bankLabels(bank);
  const all: BankExtraction[] = [];
  parts.forEach((places, p) => {
    places.forEach((n, k) => {
      all[n] = { ...found[p][k], label: labels[n] };
    });
  });
  return all;
}
