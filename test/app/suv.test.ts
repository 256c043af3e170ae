import { expect, test } from "vitest";
import { createController } from "#app/controller.ts";
import { preferencesCell } from "#app/state/preferences.ts";
import { defaultRecipe } from "#engine/plan/defaults.ts";
import type { SuvRequest } from "#io/dicom/suv-request.ts";
import { load } from "#io/load.ts";
import type { ResultsFile } from "#io/writers/json.ts";
import { documentFromContent, snapshotToContent } from "#session/journal/snapshot.ts";
import { SessionStore } from "#session/store.ts";
import { createInlinePool } from "#workers/spawn-inline.ts";
import { petFile, UINT } from "../helpers/a-pet.ts";
import { memoryFile } from "../helpers/load-files.ts";

const bw = 0.0002429029766; // IBSI's README, for 71 kg

async function openPet(...over: Parameters<typeof petFile>) {
  const saved: string[] = [];
  const app = createController({
    store: new SessionStore(),
    pool: createInlinePool(),
    load,
    preferences: preferencesCell(null, "en-GB"),
    createViewer: () => Promise.reject(new Error("no viewer in a test")),
    fetchDemo: async () => new Uint8Array(8),
    exporter: { save: (_, content) => saved.push(String(content)), copy: async () => {} },
    segmentName: (n) => `Lesion ${n}`,
    setLanguage: () => {},
  });
  await app.openFiles([memoryFile("pet.dcm", petFile(...over))]);
  const { id } = app.library.value.series[0];
  const label = app.addSegment();
  app.store.labelMap(id)?.labels.fill(label, 1, 6);
  app.store.commitVoxels(id, { key: "history.brush" });
  const series = () => app.library.value.series[0];
  return { app, id, label, series, saved };
}
const supplied: SuvRequest = { type: "BW", supplied: { weight: 71 } };

test("a weight that a person enters makes the image SUV: counts, settings and features follow, and undo takes it back", async () => {
  const { app, id, label, series } = await openPet(UINT("00101030", ""));
  const { grid } = series().image;
  expect(series().image.unit).toBe("Bq/ml");
  expect(app.tallies.value[id][label].sum).toBe(15_000);
  expect(app.store.state.series[id].recipe).toEqual(defaultRecipe("PT", "Bq/ml", grid, "slices"));
  app.suv.choose(id, supplied);
  expect(series()).toMatchObject({ image: { unit: "SUV" }, suv: { type: "BW", supplied: { weight: 71 } } });
  expect(app.tallies.value[id][label].sum / (15_000 * bw)).toBeCloseTo(1, 6);
  expect(app.store.state.series[id].recipe).toEqual(defaultRecipe("PT", "SUV", grid, "slices"));
  app.undo();
  expect(series().image.unit).toBe("Bq/ml");
  expect(app.store.state.series[id].recipe).toEqual(defaultRecipe("PT", "Bq/ml", grid, "slices"));
  app.redo();
  expect(series().image.unit).toBe("SUV");
});

test("settings that a person made stay theirs", async () => {
  const { app, id } = await openPet();
  const own = { ...app.store.state.series[id].recipe, ivh: { method: "FBN", bins: 77 } } as const;
  app.setRecipe(own);
  app.suv.choose(id, { type: "LBMJANMA", supplied: {} });
  expect(app.store.state.series[id].recipe).toEqual(own);
});

test("exports say which SUV it is, and who supplied what", async () => {
  const { app, id, saved } = await openPet(UINT("00101030", ""));
  app.suv.choose(id, supplied);
  await app.export("json");
  const [{ provenance, features }] = (JSON.parse(saved[0]) as ResultsFile).results;
  expect(provenance.image).toMatchObject({ unit: "SUV", suv: { type: "BW", suppliedByPerson: { weight: 71 } } });
  expect(provenance.image.findings.map((f) => f.code)).toContain("suv_supplied");
  const maximum = features.find((f) => f.id === "statistics.maximum");
  expect((maximum && "value" in maximum ? maximum.value : 0) / (5000 * bw)).toBeCloseTo(1, 6);
  await app.export("csv-long");
  const [header, row] = saved[1].split("\r\n");
  expect(header).toMatch(/,suv_type,supplied_by_person(,|$)/);
  expect(row).toMatch(/,BW,weight=71(,|$)/);
});

test("a saved session brings it back; one that was tampered with is refused", async () => {
  const { app, id } = await openPet(UINT("00101030", ""));
  app.suv.choose(id, supplied);
  const content = snapshotToContent(app.store.document);
  const allocate = (n: number) => new Uint8Array(n);
  expect(documentFromContent(content, allocate).state.series[id].suv).toEqual(supplied);
  const damaged = JSON.parse(JSON.stringify(content.json).replaceAll('"weight":71', '"weight":"71"'));
  expect(() => documentFromContent({ ...content, json: damaged }, allocate)).toThrow(/weight is no number/);
});
