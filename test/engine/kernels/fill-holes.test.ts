import { expect, test } from "vitest";
import { fillHoles, fillLength, floodInside } from "#engine/kernels/fill-holes.ts";

const plane = (rows: readonly string[]) =>
  Uint8Array.from(
    rows
      .join("")
      .split("")
      .map((c) => (c === "#" ? 1 : 0)),
  );
const draw = (mask: Uint8Array, nx: number) =>
  Array.from({ length: mask.length / nx }, (_, y) =>
    Array.from(mask.subarray(y * nx, (y + 1) * nx), (v) => (v ? "#" : ".")).join(""),
  );
function holes(rows: readonly string[]) {
  const nx = rows[0].length;
  const mask = plane(rows);
  const size = fillLength(nx, rows.length);
  const count = fillHoles(mask, nx, rows.length, new Uint32Array(size), new Uint8Array(size));
  return { count, rows: draw(mask, nx) };
}

test("holes are filled, bays are not", () => {
  expect(holes([".......", ".#####.", ".#.#.#.", ".###.#.", ".#...#.", ".#.###.", "......."])).toEqual({
    count: 1, // the rest is a bay that opens at the bottom
    rows: [".......", ".#####.", ".###.#.", ".###.#.", ".#...#.", ".#.###.", "......."],
  });
});

test("a diagonal gap in the outline does not open it", () => {
  expect(holes([".##.", "#..#", ".##."]).count).toBe(2);
});

test("an empty and a full plane stay as they are", () => {
  expect(holes(["...", "...", "..."]).count).toBe(0);
  expect(holes(["###", "###", "###"]).count).toBe(0);
  expect(holes(["."]).count).toBe(0);
});

test("a click inside a closed outline takes its inside; through an open one it takes nothing", () => {
  const flood = (rows: readonly string[], x: number, y: number) => {
    const nx = rows[0].length;
    const size = fillLength(nx, rows.length);
    return floodInside(plane(rows), nx, rows.length, x + nx * y, new Uint32Array(size), new Uint8Array(size));
  };
  const closed = [".......", ".#####.", ".#...#.", ".#...#.", ".#####.", "......."];
  expect(flood(closed, 3, 2)).toBe(6);
  expect(flood(closed, 0, 0)).toBe(0);
  expect(flood(closed, 1, 1)).toBe(0);
  expect(flood([".......", ".##.##.", ".#...#.", ".#####.", "......."], 3, 2)).toBe(0);
});
