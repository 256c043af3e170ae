import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { completeParams, type FilterSettings, filterById, isFilterProblem } from "#engine/filters/index.ts";

type Settings = Readonly<Record<string, number | string | boolean | readonly number[]>>;
type Case = {
  readonly type: string;
  readonly settings: Settings;
  readonly label: string;
  readonly data: readonly number[];
};
type Fixture = {
  readonly dims: [number, number, number];
  readonly spacing: [number, number, number];
  readonly image: readonly number[];
  readonly cases: readonly Case[];
};

const path = new URL("../../fixtures/reference/pyradiomics-filters.json", import.meta.url);
const { dims, spacing, image, cases }: Fixture = JSON.parse(readFileSync(path, "utf8"));

const present = (params: Record<string, Settings[string] | undefined>): FilterSettings["params"] =>
  Object.fromEntries(Object.entries(params).filter(([, v]) => v !== undefined)) as FilterSettings["params"];

/** The same filter by our names. */
function settingsOf({ type, settings: s, label }: Case): FilterSettings {
  const band = label.split("-").at(-1) ?? "";
  switch (type) {
    case "Wavelet": {
      const level = Number(label.slice("wavelet".length).split("-")[0] || 1);
      const dimensionality = band.length === 2 ? "2D" : "3D";
      const params = { family: s.wavelet, level, band, dimensionality, convention: "PyRadiomics" };
      return { id: "wavelet", params: present(params) };
    }
    case "LoG": {
      const sigma = Number(label.split("-").slice(2, 4).join("."));
      return { id: "log", params: { sigma, convention: "PyRadiomics" } };
    }
    case "Gradient":
      return { id: "gradient", params: present({ use_spacing: s.gradientUseSpacing }) };
    case "LBP2D":
      return {
        id: "lbp_2d",
        params: present({ radius: s.lbp2DRadius, samples: s.lbp2DSamples, method: s.lbp2DMethod }),
      };
    case "LBP3D":
      return { id: "lbp_3d", params: present({ levels: s.lbp3DLevels, output: band }) };
    default: {
      const ids = { Square: "square", SquareRoot: "square_root", Logarithm: "logarithm", Exponential: "exponential" };
      return { id: ids[type as keyof typeof ids] as FilterSettings["id"], params: {} };
    }
  }
}

/** Relative to the range of the map. ITK stores single precision between its passes; the others are to 9 digits in the file. */
const tolerance = (type: string): number => (type === "LoG" ? 2e-6 : type === "Gradient" ? 1e-7 : 1e-8);

describe("filters as PyRadiomics has them", () => {
  for (const c of cases) {
    test(`${c.label} ${JSON.stringify(c.settings)}`, () => {
      const settings = settingsOf(c);
      const filter = filterById(settings.id);
      const params = completeParams(settings);
      if (filter === undefined || isFilterProblem(params)) throw new Error(JSON.stringify(params));
      expect(filter.problem(params, { dims, spacing })).toBe(null);
      expect(filter.label(params)).toBe(c.label);
      const found = filter.apply({ dims, spacing, data: Float64Array.from(image) }, params);
      const range = Math.max(...c.data) - Math.min(...c.data);
      const worst = Math.max(...c.data.map((v, i) => Math.abs(v - found[i])));
      expect(worst / range).toBeLessThan(tolerance(c.type));
    });
  }
});
