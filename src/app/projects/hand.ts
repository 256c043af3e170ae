import { scissorsModes } from "#engine/edit/scissors.ts";
import { object } from "#session/journal/check.ts";
import { toolEntry } from "../commands/tools.ts";
import { initialSnapshot } from "../viewer/snapshot.ts";
import type { ToolId, ToolOptions, ViewerSnapshot } from "../viewer/viewer.ts";

/** The tool in hand and the options of all tools, as a project remembers them. */
export type Hand = { readonly tool: ToolId; readonly options: ToolOptions };

export const handOf = ({ tool, options }: ViewerSnapshot): Hand => ({ tool, options });

const isNumber = (value: unknown): value is number => typeof value === "number" && Number.isFinite(value) && value >= 0;
const isRange = (value: unknown): value is readonly [number, number] =>
  Array.isArray(value) && value.length === 2 && value.every((x) => typeof x === "number" && Number.isFinite(x));

/** What a JSON value says of it; whatever it does not say, or says wrongly, is as at the start. */
export function checkHand(json: unknown): Hand | undefined {
  if (json === undefined) return undefined;
  const { tool, options } = object(json, "hand");
  const said = object(options, "options");
  const start = initialSnapshot.options;
  const number = (name: "brushRadius" | "growTolerance" | "growRadius") => {
    const value = said[name];
    return isNumber(value) ? value : start[name];
  };
  return {
    tool: toolEntry(tool as ToolId)?.id ?? initialSnapshot.tool,
    options: {
      ...start,
      brushRadius: number("brushRadius"),
      growTolerance: number("growTolerance"),
      growRadius: number("growRadius"),
      threshold: isRange(said.threshold) ? [said.threshold[0], said.threshold[1]] : start.threshold,
      grow3D: typeof said.grow3D === "boolean" ? said.grow3D : start.grow3D,
      mode: said.mode === "subtract" ? "subtract" : "add",
      scissors: scissorsModes.find((mode) => mode === said.scissors) ?? start.scissors,
      scissorsDepth: isNumber(said.scissorsDepth) ? said.scissorsDepth : start.scissorsDepth,
    },
  };
}
