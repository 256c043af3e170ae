import { expect, test } from "vitest";
import { commands } from "#app/commands/commands.ts";
import { keycaps, keyOf } from "#app/commands/keys.ts";
import { tools } from "#app/commands/tools.ts";
import { windowPresets } from "#app/commands/window-presets.ts";
import { en } from "#app/i18n/en.ts";
import { aSeries } from "./a-series.ts";

const event = (key: string, held: Partial<Record<"ctrlKey" | "altKey" | "shiftKey" | "metaKey", boolean>> = {}) => ({
  key,
  ctrlKey: false,
  altKey: false,
  shiftKey: false,
  metaKey: false,
  ...held,
});

test("no two commands share a key or an id", () => {
  const keys = commands.flatMap((c) => c.keys);
  expect(keys.filter((key, i) => keys.indexOf(key) !== i)).toEqual([]);
  expect(new Set(commands.map((c) => c.id)).size).toBe(commands.length);
});

test("each key is spelled as the key handler names it", () => {
  for (const key of commands.flatMap((c) => c.keys)) {
    const parts = key.split("+").filter(Boolean);
    const last = key.endsWith("+") ? "+" : (parts.at(-1) ?? "");
    const held = { ctrlKey: parts.includes("Ctrl"), altKey: parts.includes("Alt"), shiftKey: parts.includes("Shift") };
    expect(keyOf(event(last === "Space" ? " " : last, held)), key).toBe(key);
  }
});

test("each title has a text, and every tool has a command with a key", () => {
  for (const { title } of commands) expect(en.command).toHaveProperty(title.replace("command.", ""));
  for (const tool of tools) expect(commands.find((c) => c.id === `tool_${tool.id}`)?.keys).toEqual([tool.key]);
});

test("keys that radiologists expect do what they expect", () => {
  const idOf = (key: string) => commands.find((c) => c.keys.includes(key))?.id;
  expect(["b", "e", "w", "z", "p", "i", "Space", "ArrowUp", "Ctrl+Z", "[", "?", "1", "a", "m"].map(idOf)).toEqual([
    "tool_brush",
    "tool_eraser",
    "tool_window",
    "tool_zoom",
    "tool_pan",
    "invert",
    "reset",
    "slice_previous",
    "undo",
    "brush_smaller",
    "help",
    "preset_1",
    "segment_add",
    "masks",
  ]);
});

test("a bracket typed with AltGr is a bracket, and Cmd is Ctrl", () => {
  const altGraph = {
    ...event("[", { ctrlKey: true, altKey: true }),
    getModifierState: (k: string) => k === "AltGraph",
  };
  expect(keyOf(altGraph)).toBe("[");
  expect(keyOf(event("z", { metaKey: true }))).toBe("Ctrl+Z");
  expect(keyOf(event("?", { shiftKey: true }))).toBe("?");
  expect(keyOf(event("B", { shiftKey: true }))).toBe("Shift+B");
});

test("keycaps", () => {
  expect(keycaps("Ctrl+Shift+Z")).toEqual(["Ctrl", "Shift", "Z"]);
  expect(keycaps("+")).toEqual(["+"]);
  expect(keycaps("ArrowUp")).toEqual(["↑"]);
});

test("window presets follow the unit, and never outnumber the digit keys", () => {
  const ct = windowPresets(aSeries({ unit: "HU" }));
  expect(ct[0]).toEqual({ name: "soft_tissue", lower: -160, upper: 240 });
  expect(ct.length).toBeLessThanOrEqual(9);
  expect(windowPresets(aSeries({ unit: "SUV" })).map((p) => p.name)).toContain("suv10");
  expect(windowPresets(aSeries({ unit: "arbitrary" })).map((p) => p.name)).toEqual(["header", "full"]);
});
