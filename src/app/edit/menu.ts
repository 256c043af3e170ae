import { type OperationId, operations } from "#engine/edit/index.ts";
import type { OperationGroup, Options } from "#engine/edit/operation.ts";
import { seedOptions } from "#engine/edit/seeds.ts";
import type { Series } from "#io/series.ts";

/** Everything that changes whole segments: the engine's operations, and the one that grows several at once. */
export type EditId = OperationId | "grow_seeds";
export type MenuEntry = { readonly id: EditId; readonly group: OperationGroup; readonly options: Options };

export const editMenu: readonly MenuEntry[] = [
  ...operations,
  { id: "grow_seeds", group: "intensity", options: seedOptions },
];
export const editEntry = (id: EditId): MenuEntry => editMenu.find((e) => e.id === id) ?? editMenu[0];

/** What the menu offers for a series: PET tools where intensities are SUV. */
export const offered = (series: Series): readonly MenuEntry[] =>
  editMenu.filter((e) => e.group !== "pet" || series.image.unit === "SUV");
