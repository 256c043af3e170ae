import { familiesOf, familyById, featureById } from "#engine/features/index.ts";
import type { Vec3 } from "#engine/grid.ts";
import type { CellCount } from "#engine/inspect/events.ts";
import { type Cells, hasMatrix, type MatrixFamily, type MatrixPart, wholeSource } from "#engine/inspect/matrix.ts";
import { isReason, type Reason, undefinedBecause } from "#engine/reason.ts";
import type { Aggregation, Recipe } from "#engine/recipe.ts";
import { cell } from "../../state/cell.ts";
import { voxelAt } from "../../viewer/planes.ts";
import type { WorkbenchHost } from "../workbench.ts";
import type { Lights } from "./lights.ts";
import { newest } from "./newest.ts";
import type { Region } from "./region.ts";

export type MatrixState = {
  readonly featureId: string;
  readonly aggregation: Aggregation | null;
  /** Index of the part that is shown; null: all of them. */
  readonly part: number | null;
  readonly log: boolean;
  readonly parts: readonly MatrixPart[] | null;
  readonly problem: Reason | null;
  /** The cell under the pointer. */
  readonly hovered: readonly [i: number, j: number] | null;
  readonly brush: Cells | null;
  /** The voxel under the pointer in the image, or the one that was clicked: index in the region's box. */
  readonly voxel: Vec3 | null;
  readonly pinned: boolean;
  /** The cells that it feeds. */
  readonly fed: readonly CellCount[];
};

const initial: MatrixState = {
  featureId: "glcm.contrast",
  aggregation: "3D_mrg",
  part: null,
  log: true,
  parts: null,
  problem: null,
  hovered: null,
  brush: null,
  voxel: null,
  pinned: false,
  fed: [],
};

/** A person waits, pointer in hand: before features are measured again. */
const FIRST = { priority: 1 };

/** The aggregations that the recipe gives for a feature; [null] for families that know none. */
export function aggregationsFor(featureId: string, recipe: Recipe): readonly (Aggregation | null)[] {
  const known = featureById(featureId)?.family.aggregations ?? {};
  if (Object.keys(known).length === 0) return [null];
  return recipe.aggregations.filter((a) => a in known);
}

/** The families with a matrix in the recipe's profile. */
export const matrixFamiliesOf = (recipe: Recipe) =>
  familiesOf(recipe.profile ?? "IBSI").filter((family) => hasMatrix(family.id));

/** The matrix behind a texture feature: which one is shown, and what is pointed at in it and in the image. */
export function createMatrix(host: WorkbenchHost, region: Region, lights: Lights) {
  const { pool, viewer, messages } = host;
  const state = cell<MatrixState>(initial);
  let open = false;
  const set = (patch: Partial<MatrixState>) => state.update((now) => ({ ...now, ...patch }));
  const failed = (error: unknown) => messages.fail(error);

  /** What is wanted with what the recipe has: another profile or aggregation has its own. */
  function settled(recipe: Recipe, featureId: string, aggregation: Aggregation | null): [string, Aggregation | null] {
    const families = matrixFamiliesOf(recipe);
    const known = featureById(featureId);
    const all = families.flatMap((family) => family.features);
    // Another profile has the same feature under another name.
    const same = all.find(({ ibsi }) => ibsi !== null && ibsi === known?.feature.ibsi) ?? all[0];
    const id = known && families.includes(known.family) ? featureId : (same?.id ?? featureId);
    const given = aggregationsFor(id, recipe);
    return [id, given.includes(aggregation) ? aggregation : (given.at(-1) ?? null)];
  }

  let shown: { readonly roi: object; readonly key: string } | null = null;
  const count = newest<{ key: string }>(async ({ key }) => {
    const found = region.state.value.region;
    const { featureId, aggregation } = state.value;
    const family = featureById(featureId)?.family.id;
    if (!found || !family || !hasMatrix(family)) return;
    const given = aggregationsFor(featureId, found.recipe);
    const problem =
      found.levelsReason ??
      (given.length === 0
        ? undefinedBecause("not_defined", "No aggregation of the settings suits this family.")
        : null);
    const input = { roi: found.roi, recipe: found.recipe, family: family as MatrixFamily, aggregation };
    const parts = problem ?? (await pool.run("inspect_matrix", input, FIRST));
    if (shown?.key !== key || shown.roi !== found.roi) return;
    if (isReason(parts)) set({ parts: null, problem: parts });
    else set({ parts, problem: null, part: (state.value.part ?? 0) < parts.length ? state.value.part : null });
    relight();
    follow();
  }, failed);

  /** Counts the matrix anew where family, aggregation or region are others. */
  function refresh(): void {
    const found = region.state.value.region;
    if (!open || !found) {
      shown = null;
      if (state.value.parts) set({ parts: null, hovered: null, brush: null, fed: [] });
      return;
    }
    const [featureId, aggregation] = settled(found.recipe, state.value.featureId, state.value.aggregation);
    if (featureId !== state.value.featureId || aggregation !== state.value.aggregation) set({ featureId, aggregation });
    const key = `${featureById(featureId)?.family.id} ${aggregation}`;
    if (shown?.roi === found.roi && shown.key === key) return;
    // The matrix of other settings stays until the new one is there.
    const same = shown?.key === key;
    shown = { roi: found.roi, key };
    set({ problem: null, hovered: null, fed: [], ...(same ? {} : { parts: null, brush: null }) });
    lights.light("", null);
    count({ key });
  }

  const chosen = (): readonly MatrixPart[] => {
    const { parts, part } = state.value;
    return parts === null ? [] : part === null ? parts : [parts[part]];
  };
  const sources = () => {
    const parts = chosen();
    return parts.length === 0 ? [] : [wholeSource(parts)];
  };

  const light = newest<{ name: string; cells: Cells }>(async ({ name, cells }) => {
    const found = region.state.value.region;
    if (!found || sources().length === 0) return;
    const { dims, levels, morphologicalMask } = found.roi;
    const values = await pool.run(
      "inspect_voxels",
      {
        roi: { dims, levels, morphologicalMask },
        sources: sources(),
        cells,
      },
      FIRST,
    );
    const { hovered, brush } = state.value;
    if (region.state.value.region === found && (hovered !== null || brush !== null)) lights.light(name, values);
  }, failed);

  /** Lights what is pointed at, else what is brushed. */
  function relight(): void {
    const { hovered, brush, featureId } = state.value;
    const family = featureById(featureId)?.family.id.replace("pyradiomics.", "").toUpperCase() ?? "";
    if (hovered) {
      const [i, j] = hovered;
      const tones = chosen()[0]?.sums !== null;
      light({
        name: tones ? `${family} ${i}` : `${family} (${i}, ${j})`,
        cells: { i: [i, i], j: tones ? [1, 1] : [j, j] },
      });
    } else if (brush) light({ name: `${family}`, cells: brush });
    else {
      light(null);
      lights.light("", null);
    }
  }

  const feed = newest<{ voxel: Vec3 }>(async ({ voxel }) => {
    const found = region.state.value.region;
    const from = sources();
    if (!found || from.length === 0) return;
    const { dims, levels, morphologicalMask } = found.roi;
    const at = voxel[0] + dims[0] * (voxel[1] + dims[1] * voxel[2]);
    const fed = await pool.run(
      "inspect_cells",
      { roi: { dims, levels, morphologicalMask }, sources: from, voxel: at },
      FIRST,
    );
    if (state.value.voxel?.join() === voxel.join()) set({ fed });
  }, failed);

  /** Follows the pointer over the image. */
  function follow(): void {
    const found = region.state.value.region;
    if (!open || !found) return;
    const { pinned, voxel: before } = state.value;
    const probe = viewer.value?.snapshot.probe;
    const at = pinned ? before : probe ? voxelAt(found.grid, probe.world) : null;
    const [nx, ny] = found.grid.dims;
    const inside = at !== null && found.roi.levels[at[0] + nx * (at[1] + ny * at[2])] > 0;
    if (!inside) {
      feed(null);
      if (before) set({ voxel: null, pinned: false, fed: [] });
      return;
    }
    if (before?.join() !== at.join()) set({ voxel: at, fed: [] });
    feed({ voxel: at });
  }
  let probed = "";
  viewer.subscribe(() => {
    viewer.value?.subscribe(() => {
      const now = viewer.value?.snapshot.probe?.world.join() ?? "";
      if (!open || now === probed) return;
      probed = now;
      if (!state.value.pinned) follow();
    });
  });
  region.state.subscribe(refresh);

  return {
    state,
    /** The view is there, until the function that is returned is called. */
    open(): () => void {
      open = true;
      const close = region.open();
      refresh();
      return () => {
        open = false;
        set({ hovered: null, brush: null, voxel: null, pinned: false, fed: [] });
        light(null);
        lights.light("", null);
        refresh();
        close();
      };
    },
    /** Shows the matrix behind a feature. */
    choose(featureId: string, aggregation: Aggregation | null = state.value.aggregation): void {
      const same = familyById(featureById(state.value.featureId)?.family.id ?? "glcm")?.features.some(
        ({ id }) => id === featureId,
      );
      const kept = same && aggregation === state.value.aggregation;
      set({ featureId, aggregation, ...(kept ? {} : { part: null, brush: null }) });
      refresh();
    },
    setPart(part: number | null): void {
      set({ part, hovered: null });
      relight();
      follow();
    },
    setLog: (log: boolean): void => set({ log }),
    hover(at: readonly [number, number] | null): void {
      if (at?.join() === state.value.hovered?.join()) return;
      set({ hovered: at });
      relight();
    },
    setBrush(brush: Cells | null): void {
      set({ brush });
      relight();
    },
    /** Keeps the voxel under the pointer, or lets it go: a click in the image. */
    pick(): void {
      const found = region.state.value.region;
      const probe = viewer.value?.snapshot.probe;
      if (!open || !found || !probe) return;
      const at = voxelAt(found.grid, probe.world);
      const { pinned, voxel } = state.value;
      set({ pinned: !(pinned && at?.join() === voxel?.join()), voxel: at });
      follow();
    },
  };
}
export type Matrix = ReturnType<typeof createMatrix>;
