import { expect, test } from "vitest";
import { maskRuns } from "#engine/process/mask-runs.ts";
import { seeded } from "../../helpers/seeded.ts";

test("runs of ones are those a plain search finds, in 300 random masks at every alignment", () => {
  const random = seeded(3);
  for (let round = 0; round < 300; round++) {
    const n = Math.floor(random() * 60);
    const share = random();
    const mask = new Uint8Array(new ArrayBuffer(80), Math.floor(random() * 8), n);
    let value = 0;
    for (let i = 0; i < n; i++) {
      if (random() < share) value = random() < 0.5 ? 1 : 0;
      mask[i] = value;
    }
    const plain: number[] = [];
    for (let i = 0; i <= n; i++) if ((mask[i - 1] ?? 0) !== (mask[i] ?? 0)) plain.push(i);
    expect(maskRuns(mask), `round ${round}`).toEqual(plain);
  }
});
