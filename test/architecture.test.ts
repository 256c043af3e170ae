import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const root = fileURLToPath(new URL("..", import.meta.url));

/** What each folder may import of the house (besides itself), and which packages. Arrows go up only. */
const rules: Record<string, { house: string[]; packages: RegExp }> = {
  engine: { house: [], packages: /^$/ },
  io: {
    house: ["engine"],
    packages: /^(dicom-parser|fflate|js-yaml|@cornerstonejs\/codec-.+)(\/.+)?$/,
  },
  session: { house: ["engine"], packages: /^$/ },
  demo: { house: ["engine", "io"], packages: /^(fflate|node:.+|vite)$/ },
  workers: { house: ["engine", "io"], packages: /^(comlink(\/.+)?|node:(os|worker_threads))$/ },
  cli: { house: ["engine", "io", "session", "workers"], packages: /^node:.+$/ },
  app: {
    house: ["engine", "io", "session", "demo", "workers"],
    packages:
      /^(react|react-dom|@mantine\/.+|@tabler\/icons-react|@tanstack\/.+|i18next|react-i18next|katex|fflate|@observablehq\/plot)(\/.+)?$/,
  },
};
const viewerPackages = /^(@cornerstonejs\/(core|tools)|@kitware\/vtk\.js)(\/.+)?$/;

function files(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) return files(path);
    return /\.tsx?$/.test(name) && !name.endsWith(".d.ts") ? [path] : [];
  });
}
const sources = [...files(join(root, "src")), ...files(join(root, "workers"))].map((path) => ({
  path: relative(root, path),
  text: readFileSync(path, "utf8"),
}));
const folderOf = (path: string) => (path.startsWith("src/") ? path.split("/")[1] : path.split("/")[0]);
const importsOf = (text: string) =>
  [
    ...text.matchAll(/^\s*(?:import|export)\b[^"';]*?from\s*"([^"]+)"|\bimport\(\s*"([^"]+)"|^import\s+"([^"]+)"/gm),
  ].map((m) => m[1] ?? m[2] ?? m[3]);

test("imports point one way", () => {
  const wrong: string[] = [];
  for (const { path, text } of sources) {
    const folder = folderOf(path);
    const rule = rules[folder];
    for (const target of importsOf(text)) {
      if (target.startsWith("#")) {
        const other = target.slice(1).split("/")[0];
        if (other !== folder && !rule.house.includes(other)) wrong.push(`${path} → ${target}`);
      } else if (target.startsWith(".")) {
        const other = folderOf(relative(root, join(root, path, "..", target)));
        if (other !== folder) wrong.push(`${path} → ${target} (leave a folder by its #name)`);
      } else {
        const inViewer = path.startsWith("src/app/viewer/") && viewerPackages.test(target);
        if (!rule.packages.test(target) && !inViewer) wrong.push(`${path} → ${target}`);
      }
    }
  }
  expect(wrong).toEqual([]);
});

test("which voxels a segment has is asked of its layer: by mapOf, or by layers for all", () => {
  // Those that make label maps, show them layer by layer, or look at one without a segment.
  const may = /^src\/(session\/|app\/viewer\/masks|app\/controller|app\/projects\/projects|app\/edit\/layering)/;
  const wrong = sources.filter(({ path, text }) => !may.test(path) && text.includes(".labelMap("));
  expect(wrong.map((s) => s.path)).toEqual([]);
});

test("panels do not import each other", () => {
  const wrong: string[] = [];
  for (const { path, text } of sources.filter((s) => s.path.startsWith("src/app/panels/"))) {
    const panel = path.split("/")[3];
    for (const target of importsOf(text)) {
      const at = target.startsWith(".") ? relative(root, join(root, path, "..", target)) : target.replace("#", "src/");
      if (at.startsWith("src/app/panels/") && at.split("/")[3] !== panel) wrong.push(`${path} → ${target}`);
    }
  }
  expect(wrong).toEqual([]);
});

test("the engine has no clock, no chance and no console", () => {
  const wrong = sources.filter(
    ({ path, text }) => path.startsWith("src/engine/") && /\b(Math\.random|Date\.now|new Date|console\.)/.test(text),
  );
  expect(wrong.map((s) => s.path)).toEqual([]);
});

test("files stay small enough to be read", () => {
  const long = sources.filter(({ path, text }) => !path.endsWith(".table.ts") && text.split("\n").length > 500);
  expect(long.map((s) => s.path)).toEqual([]);
});
