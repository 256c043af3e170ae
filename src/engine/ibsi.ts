/** The manuals that codes and section numbers refer to. */
export const IBSI_1 = {
  name: "IBSI-1 reference manual",
  version: "v11 (2019)",
  source: "arXiv:1612.07003v11",
} as const;

/** Version of the engine: written into every result. Raised whenever a value can change. */
export const ENGINE_VERSION = "0.1.0";
