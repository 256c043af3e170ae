import { describe, expect, it } from "vitest";
import { isRadiomicaError } from "#engine/errors.ts";
import { defaultRecipe } from "#engine/plan/defaults.ts";
import { ibsiConfigurations } from "#engine/plan/ibsi-configurations.ts";
import { nearest } from "#io/nearest.ts";
import { parseJsonText, plainValue } from "#io/readers/json-text.ts";
import { readFilters, readRecipes, recipeOf } from "#io/readers/recipe.ts";

const said = (text: string): string => {
  try {
    readRecipes(text);
    return "";
  } catch (error) {
    return isRadiomicaError(error) ? `${error.tag}: ${error.message}` : String(error);
  }
};

describe("a recipe file", () => {
  it("gives back every configuration and default, key for key", () => {
    const grid = {
      dims: [9, 9, 9],
      spacing: [1, 1, 3],
      origin: [0, 0, 0],
      direction: [1, 0, 0, 0, 1, 0, 0, 0, 1],
    } as const;
    const recipes = [
      ...ibsiConfigurations.map((c) => c.recipe),
      defaultRecipe("CT", "HU", grid, "volume"),
      defaultRecipe("PT", "SUV", grid, "volume"),
      defaultRecipe("MR", "arbitrary", grid, "slices"),
    ];
    for (const recipe of recipes) {
      expect(readRecipes(JSON.stringify(recipe, null, 2))).toEqual([{ name: "", recipe }]);
    }
  });

  it("leaves what it may leave out at neutral values", () => {
    const [{ recipe }] = readRecipes('{"discretisation": {"method": "FBN", "bins": 32}}');
    expect(recipe).toEqual({
      interpolation: null,
      resegmentation: { range: [null, null], outlierSigma: null },
      discretisation: { method: "FBN", bins: 32 },
      ivh: { method: "none" },
      aggregations: ["3D_avg", "3D_mrg"],
      texture: { distance: 1, weighting: "none", coarseness: 0 },
    });
  });

  it("may hold several filters: null, names, and lists of values of their parameters", () => {
    const text = (filters: string) => `{"discretisation": {"method": "none"},\n "filters": ${filters}}`;
    const [{ recipe, filters }] = readRecipes(
      text(
        `[null, "square", {"id": "wavelet", "params": {"family": ["db2", "coif1"], "level": 1, "band": ["LLH", "HHH"]}}]`,
      ),
    );
    expect(recipe).not.toHaveProperty("filters");
    expect(recipe).not.toHaveProperty("filter");
    const wavelet = (family: string, band: string) => ({ id: "wavelet", params: { family, level: 1, band } });
    expect(filters).toEqual([
      null,
      { id: "square", params: {} },
      wavelet("db2", "LLH"),
      wavelet("db2", "HHH"),
      wavelet("coif1", "LLH"),
      wavelet("coif1", "HHH"),
    ]);
    expect(() => recipeOf(JSON.parse(text("[null]")))).toThrow(/"filters" stands for several images/);
    for (const [list, message] of [
      ["{}", /line 2: "filters" must be a list of filters/],
      ["[]", /line 2: "filters" holds no filter/],
      ['["gausian"]', /line 2: "filters\[0\]": no filter is called "gausian"; did you mean "gaussian"/],
      ['[null,\n {"id": "log", "parms": {}}]', /line 3: "filters\[1\].parms" is no setting; did you mean "params"/],
      ['[{"params": {}}]', /"filters\[0\].id" is missing/],
      ['[{"id": "log", "params": {\n"sgima": 2}}]', /line 3: "filters\[0\].params.sgima": .*Did you mean "sigma"/],
      [
        '[{"id": "log", "params": {"sigma": [1, "x"]}}]',
        /"filters\[0\].params.sigma": sigma must be a number.*it is x/,
      ],
      ['[{"id": "log", "params": {"sigma": []}}]', /"filters\[0\].params.sigma" must be a number, a text or a switch/],
      ['[null], "filter": {"id": "log"}', /"filters" and "filter": give one of the two/],
    ] as const) {
      expect(said(text(list))).toMatch(message);
    }
  });

  it("is not the place of a filter's list where there is one image", () => {
    expect(
      said('{"discretisation": {"method": "none"}, "filter": {"id": "log", "params": {"sigma": [1, 2]}}}'),
    ).toMatch(/"filter.params" must be/);
  });

  it("filters of a command line are names or JSON", () => {
    expect(readFilters("square")).toEqual([{ id: "square", params: {} }]);
    expect(readFilters('[{"id": "log", "params": {"sigma": [1, 2]}}, "square"]')).toHaveLength(3);
    expect(() => readFilters('{"id": "lag"}')).toThrow(/did you mean "log"|there are/);
  });

  it("may be a list with names", () => {
    const text =
      '[{"name": "fine", "discretisation": {"method": "FBS", "width": 5}}, {"discretisation": {"method": "none"}}]';
    expect(readRecipes(text).map((r) => r.name)).toEqual(["fine", ""]);
    expect(readRecipes(text)[0].recipe).not.toHaveProperty("name");
  });

  it.each([
    [
      '{\n "discretization": {"method": "FBN", "bins": 8}\n}',
      /line 2: "discretization" is no setting; did you mean "discretisation"/,
    ],
    [
      '{\n "discretisation": {\n  "method": "FBN",\n  "bin": 8}\n}',
      /line 4: "discretisation.bin" is no setting; did you mean "bins"/,
    ],
    [
      '{"discretisation": {"method": "FBX"}}',
      /line 1: "discretisation.method" must be one of "none", "FBS", "FBN"; it is "FBX"/,
    ],
    [
      '{"discretisation": {"method": "FBN", "width": 25}}',
      /"discretisation.width" is no setting.*\n.*"discretisation.bins" is missing/,
    ],
    ["{}", /"discretisation" is missing/],
    ['{"discretisation": {"method": "FBN", "bins": "32"}}', /"discretisation.bins" must be a number; it is "32"/],
    [
      '{"discretisation": {"method": "none"},\n"interpolation": {"dimensionality": "3D"}}',
      /line 2: "interpolation.spacing" is missing/,
    ],
    ['{"discretisation": {"method": "none"}, "aggregations": ["3D"]}', /"aggregations" must be a list of/],
    ['{"discretisation": {"method": "none"}, "aggregations": ["3D_avg", "3D_avg"]}', /one stands twice/],
    ["[]", /the list holds no settings/],
    ["[3]", /settings are an object/],
    ['{"name": 3, "discretisation": {"method": "none"}}', /"name" must be a text/],
    [
      '{"discretisation": {"method": "none"}, "discretisation": {"method": "none"}}',
      /Parse: line 1: the key "discretisation" stands twice/,
    ],
    ['{\n"a": 1,\n}', /Parse: line 3: there is a "," too many/],
    ['{\n"a" 1}', /Parse: line 2: ":" is missing after the key "a"/],
    ["{'a': 1}", /Parse: line 1: a key in double quotes is missing before "'"/],
    ['{\n// width\n"a": 1}', /Parse: line 2: JSON has no comments/],
    ['{"a": NaN}', /Parse: line 1: a value is missing before "N"/],
    ['{"a": 1e999}', /too large/],
    ['{"a": "x', /a text is not closed/],
    ["", /a value is missing before the end of the file/],
    ['{"a": 1} x', /there is more after the end/],
  ])("is refused with line and key: %s", (text, message) => {
    expect(said(text)).toMatch(message);
  });
});

describe("JSON with lines", () => {
  it("reads what JSON.parse reads", () => {
    const text = '\ufeff{"a": [1, -2.5e-3, 0, true, false, null, "\\u00e9\\n\\"", {}, []], "b": {"c": "{[,:"}}\n';
    expect(plainValue(parseJsonText(text))).toEqual(JSON.parse(text.slice(1)));
  });
});

it("the word that was meant", () => {
  const words = ["width", "bins", "method", "discretisation"];
  expect(nearest("widht", words)).toBe("width");
  expect(nearest("Discretization", words)).toBe("discretisation");
  expect(nearest("zebra", words)).toBeNull();
});
