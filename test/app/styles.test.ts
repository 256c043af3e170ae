import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";

const read = (path: string) => readFileSync(path, "utf8");
const mantine = "node_modules/@mantine/core";

/** Modules of Mantine that the app names, and those that they are made of. */
function modulesInUse(): Set<string> {
  const index = read(`${mantine}/esm/index.mjs`);
  const names = readdirSync("src/app", { recursive: true, encoding: "utf8" })
    .filter((name) => /\.tsx?$/.test(name))
    .flatMap((name) => [...read(join("src/app", name)).matchAll(/import \{([^}]*)\} from "@mantine\/core"/g)])
    .flatMap(([, list]) => list.split(","))
    .map((name) => name.trim())
    .filter((name) => name !== "" && !name.startsWith("type "));
  const seen = new Set<string>();
  const visit = (path: string) => {
    if (seen.has(path)) return;
    seen.add(path);
    for (const [, next] of read(path).matchAll(/from "(\.[^"]+)"/g)) visit(join(dirname(path), next));
  };
  for (const name of names) {
    const [, path] = new RegExp(`import \\{ [^}]*\\b${name}\\b[^}]*\\} from "([^"]+)"`).exec(index) ?? [];
    expect(path, name).toBeDefined();
    visit(join(mantine, "esm", path ?? ""));
  }
  return seen;
}

test("the styles of every Mantine component in use are there, in Mantine's own order", () => {
  const ours = [...read("src/app/styles/mantine.css").matchAll(/styles\/(.+)\.css"/g)].map(([, name]) => name);
  const wanted = [...modulesInUse()].flatMap((path) => /([^/]+)\.module\.mjs$/.exec(path)?.[1] ?? []);
  expect(wanted.length).toBeGreaterThan(20);
  const missing = wanted.filter((name) => existsSync(`${mantine}/styles/${name}.css`) && !ours.includes(name));
  expect(missing).toEqual([]);
  const whole = read(`${mantine}/styles.css`);
  const places = ours.map((name) => whole.indexOf(read(`${mantine}/styles/${name}.css`).trim().slice(0, 200)));
  expect(places).toEqual(places.toSorted((a, b) => a - b));
});
