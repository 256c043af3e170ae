import { expect, test } from "vitest";
import { createPacs } from "#app/pacs/pacs.ts";
import { authorizationOf, type Server } from "#app/pacs/servers.ts";
import { messageCentre } from "#app/state/messages.ts";
import type { SourceFile } from "#io/series.ts";

const server: Server = { id: "a", name: "Orthanc", address: "/dicom-web", auth: "basic", user: "u", secret: "é" };

function memory(text?: string) {
  const kept = new Map(text === undefined ? [] : [["radiomica.pacs", text]]);
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
    kept,
  };
}

const item = (values: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(values).map(([tag, value]) => [tag, { vr: "UN", Value: [value] }]));
const json = (items: unknown) =>
  new Response(JSON.stringify(items), { headers: { "Content-Type": "application/dicom+json" } });

/** An archive of one study with one series of two instances, whose transfer may break off. */
function anArchive({ whole = true, storage = memory(JSON.stringify([server])) } = {}) {
  const asked: string[] = [];
  const opened: SourceFile[] = [];
  const messages = messageCentre();
  const pacs = createPacs({
    storage,
    url: "https://viewer.example/app/",
    messages,
    arrived: () => {},
    openRetrieved: async (collect) => void opened.push(...(await collect(() => {}, new AbortController().signal))),
    async fetch(url, init) {
      asked.push(`${init.method ?? "GET"} ${new URL(url).pathname}`);
      if (url.includes("/studies?")) return json([item({ "0020000D": "1.2", "00080020": "20260101" })]);
      if (url.includes("/series?")) return json([item({ "0020000E": "1.2.3", "00201209": 2 })]);
      const body = `--b\r\n\r\none\r\n--b\r\n\r\ntwo${whole ? "\r\n--b--" : ""}`;
      return new Response(body, { headers: { "Content-Type": "multipart/related; boundary=b" } });
    },
  });
  return { pacs, asked, opened, messages, storage };
}

async function retrieved(archive: ReturnType<typeof anArchive>) {
  await archive.pacs.search();
  await archive.pacs.unfold("1.2");
  for (const series of archive.pacs.state.value.series["1.2"]) archive.pacs.pick(series);
  await archive.pacs.retrieve();
  return archive;
}

test("nothing is asked before a person asks", async () => {
  const { pacs, asked } = anArchive();
  expect(pacs.state.value.server).toBe("a");
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(asked).toEqual([]);
});

test("what is picked is retrieved and opened", async () => {
  const { asked, opened, pacs } = await retrieved(anArchive());
  expect(asked).toEqual([
    "GET /dicom-web/studies",
    "GET /dicom-web/studies/1.2/series",
    "GET /dicom-web/studies/1.2/series/1.2.3",
  ]);
  expect(await Promise.all(opened.map(async (f) => String.fromCharCode(...(await f.bytes()))))).toEqual(["one", "two"]);
  expect(pacs.state.value).toMatchObject({ said: null, busy: null, picked: new Map() });
});

test("a series that breaks off is not opened, and can be retrieved again", async () => {
  const { opened, pacs } = await retrieved(anArchive({ whole: false }));
  expect(opened).toEqual([]);
  expect(pacs.state.value.said?.key).toBe("failure.cut_short");
  expect(pacs.state.value.picked.size).toBe(1);
});

test("servers are kept; a damaged list is none", () => {
  const { pacs, storage } = anArchive({ storage: memory() });
  pacs.keepServer(server);
  pacs.keepServer({ ...server, name: "Archive" });
  expect(JSON.parse(storage.kept.get("radiomica.pacs") ?? "")).toEqual([{ ...server, name: "Archive" }]);
  pacs.removeServer("a");
  expect(storage.kept.size).toBe(0);
  for (const text of ["{", "7", '[{"id":1}]', JSON.stringify([{ ...server, auth: "digest" }])])
    expect(anArchive({ storage: memory(text) }).pacs.servers.value).toEqual([]);
});

test("user and password as RFC 7617 has them in UTF-8", () => {
  // printf 'u:é' | base64
  expect(authorizationOf(server)).toBe("Basic dTrDqQ==");
  expect(authorizationOf({ ...server, auth: "bearer", secret: " t " })).toBe("Bearer t");
  expect(authorizationOf({ ...server, auth: "none" })).toBe("");
});

test("an address that cannot be used is said, and nothing is asked", async () => {
  const { pacs, asked } = anArchive();
  pacs.keepServer({ ...server, address: "http://pacs.example/dicom-web" });
  await pacs.search();
  expect(asked).toEqual([]);
  expect(pacs.state.value.said?.key).toBe("addressProblem.mixed_content");
});
