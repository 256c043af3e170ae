import { afterEach, describe, expect, test } from "vitest";
import type { Vec3 } from "#engine/grid.ts";
import { type Bins, levelOf } from "#engine/kernels/region-levels.ts";
import { countOnes, type Extent, extentDims, maskExtent } from "#engine/process/crop.ts";
import { numpyBins } from "#engine/process/numpy-bins.ts";
import {
  countedVoxels,
  fillByBins,
  fillByTable,
  gatheredVoxels,
  keptMask,
  markedMask,
  maskOf,
  summedVoxels,
} from "#engine/process/region-passes.ts";
import { PIECE, piecesOf, type Stored } from "#engine/process/stored.ts";
import { isReason } from "#engine/reason.ts";
import { allowWasm } from "#engine/wasm/instance.ts";
import { seeded } from "../../helpers/seeded.ts";

afterEach(() => allowWasm(true));

/** The same from plain loops and WebAssembly: arrays bit for bit, else NaN as NaN and −0 not as 0. */
function both<T>(run: () => T): T {
  allowWasm(false);
  const plain = run();
  allowWasm(true);
  const wasm = run();
  expect(bytesToText(wasm)).toEqual(bytesToText(plain));
  return wasm;
}

/** Arrays as text: comparing them number by number takes seconds. */
function bytesToText(found: unknown): unknown {
  if (ArrayBuffer.isView(found)) {
    return Buffer.from(found.buffer, found.byteOffset, found.byteLength).toString("latin1");
  }
  if (typeof found !== "object" || found === null) return found;
  return Object.fromEntries(Object.entries(found).map(([key, value]) => [key, bytesToText(value)]));
}

const random = seeded(12);
const upTo = (n: number) => Math.floor(random() * n);

const boxes: { readonly dims: Vec3; readonly extent: Extent }[] = [
  { dims: [1, 1, 1], extent: { lo: [0, 0, 0], hi: [1, 1, 1] } },
  { dims: [9, 8, 7], extent: { lo: [0, 0, 3], hi: [9, 8, 4] } },
  { dims: [16, 5, 4], extent: { lo: [0, 0, 0], hi: [16, 5, 4] } },
  { dims: [31, 17, 9], extent: { lo: [3, 2, 1], hi: [30, 16, 8] } },
  { dims: [40, 3, 5], extent: { lo: [7, 0, 0], hi: [24, 3, 5] } },
  { dims: [33, 1, 65], extent: { lo: [0, 0, 0], hi: [33, 1, 65] } },
  // More than one piece: of rows, of planes, and rows longer than a piece.
  { dims: [300, 290, 2], extent: { lo: [0, 0, 0], hi: [300, 290, 2] } },
  { dims: [300, 500, 2], extent: { lo: [1, 3, 0], hi: [290, 497, 2] } },
  { dims: [PIECE + 5, 2, 1], extent: { lo: [0, 0, 0], hi: [PIECE + 5, 2, 1] } },
];

const kinds: Record<string, () => number> = {
  "whole numbers": () => Math.round(2000 * random() - 1000),
  fractions: () => Math.fround(2000 * random() - 1000),
  "one number": () => 0.1,
  "zeros of both signs": () => (random() < 0.5 ? 0 : -0),
  "whole numbers far apart": () => Math.round(1e7 * random()),
  "some that are none": () =>
    random() < 0.01 ? [Number.NaN, Number.POSITIVE_INFINITY][upTo(2)] : Math.round(9 * random()),
};

test("pieces hold every row of a box once, and few voxels", () => {
  for (const { dims, extent } of boxes) {
    const [nx, ny, nz] = extentDims(extent);
    const seen = piecesOf({ data: null, dims, extent }).flatMap(({ from, to, row, rows }) => {
      expect(rows === 1 || rows * dims[0] <= PIECE).toBe(true);
      return Array.from({ length: rows }, (_, k) => [from + k * dims[0], to + k * nx, row + k]);
    });
    const wanted = Array.from({ length: ny * nz }, (_, row) => {
      const [y, z] = [row % ny, Math.floor(row / ny)];
      return [extent.lo[0] + dims[0] * (extent.lo[1] + y + dims[1] * (extent.lo[2] + z)), row * nx, row];
    });
    expect(seen).toEqual(wanted);
  }
});

describe("passes over a region give the same bits from WebAssembly and plain TypeScript", () => {
  for (const { dims, extent } of boxes) {
    const length = dims[0] * dims[1] * dims[2];
    const size = extentDims(extent);
    const name = `${dims.join(" × ")}, from ${extent.lo} to ${extent.hi}`;

    test(`masks: ${name}`, () => {
      for (const label of [1, 7, 200, 255]) {
        const share = random();
        const data = Uint8Array.from({ length }, () => (random() < share ? label : upTo(3)));
        const found = both(() => markedMask({ data, dims, extent }, label));
        expect(found.count).toBe(countOnes(found.mask));
        expect(found.box).toEqual(maskExtent(found.mask, size));
      }
      expect(both(() => markedMask({ data: new Uint8Array(length), dims, extent }, 4)).box).toBe(null);
    });

    for (const [kind, of] of Object.entries(kinds)) {
      // Where boxes end does not depend on what is in them.
      if (length > 50_000 && kind !== "whole numbers" && kind !== "fractions") continue;
      test(`${kind}: ${name}`, () => {
        for (const Type of length > 50_000 ? [Float32Array] : [Float32Array, Float64Array]) {
          // Not at the beginning of its buffer.
          const data = new Type(length + 3).subarray(3).map(of);
          const stored: Stored = { data, dims, extent };
          const share = [0.02, 0.5, 1][upTo(3)];
          const mask = maskOf(
            Uint8Array.from({ length: size[0] * size[1] * size[2] }, () => (random() < share ? 1 : 0)),
            stored,
          );
          const values = both(() => gatheredVoxels(stored, mask));
          expect(values.length).toBe(mask.count);
          for (const [low, high] of [
            [-100.5, 300],
            [Number.NEGATIVE_INFINITY, 4],
            [5, -5],
          ]) {
            const kept = both(() => keptMask(stored, mask, low, high));
            expect(kept.count).toBe(values.filter((x) => x >= low && x <= high).length);
            expect(kept.box).toEqual(maskExtent(kept.mask, size));
          }
          if (mask.count === 0) continue;
          both(() => summedVoxels(stored, mask, values[0]));
          const finite = values.filter(Number.isFinite);
          const [min, max] = [finite.reduce((a, b) => Math.min(a, b), 9), finite.reduce((a, b) => Math.max(a, b), -9)];
          const base = Math.floor(min);
          for (const cells of [1, 7, 2200]) both(() => countedVoxels(stored, mask.mask, base, cells));
          if (finite.length < values.length) continue;
          levels(stored, mask.mask, min, max);
          const counts = countedVoxels(stored, mask.mask, base, 2200);
          if (counts === null) continue;
          for (const Kind of [Uint8Array, Uint16Array]) {
            const table = new Kind(2201).map((_, k) => (k === 2200 ? 0 : 1 + (k % 250)));
            both(() => {
              const out = new Kind(mask.mask.length);
              fillByTable(stored, mask.mask, counts.base, table, out);
              return out;
            });
          }
        }
      });
    }
  }
});

/** Levels by every kind of bins, against each voxel's own. */
function levels(stored: Stored, mask: Uint8Array, min: number, max: number): void {
  const all: Bins[] = [
    { low: min, factor: 32, span: max - min || 1, most: 32, edges: null },
    { low: min - 3, factor: 1, span: (max - min) / 900 + 0.1, most: 1000, edges: null },
  ];
  for (const how of [{ method: "FBN", bins: 64 } as const, { method: "FBS", width: (max - min) / 300 + 1 } as const]) {
    const found = numpyBins({ min, max }, how, true);
    if (!isReason(found)) all.push(found);
  }
  for (const bins of all) {
    const out = both(() => {
      const box = bins.most > 255 ? new Uint16Array(mask.length) : new Uint8Array(mask.length);
      fillByBins(stored, mask, bins, box);
      return box;
    });
    const values = gatheredVoxels(stored, { mask, count: countOnes(mask) });
    const wanted = Uint16Array.from(values, (x) => levelOf(x, bins));
    expect(bytesToText(Uint16Array.from(out).filter((_, i) => mask[i] === 1))).toBe(bytesToText(wanted));
  }
}
