import { expect, test } from "vitest";
import { parseAddress } from "#io/dicomweb/address.ts";
import { dicomwebClient, type Fetch } from "#io/dicomweb/client.ts";
import { DicomwebError } from "#io/dicomweb/failure.ts";
import { parseSeries, parseStudies } from "#io/dicomweb/results.ts";

const never = new AbortController().signal;
const service = { root: "http://pacs/dicom-web", authorization: "Bearer t" };
const nothing = { patientName: "", patientId: "", from: "", to: "", modality: "" };
const answer =
  (body: BodyInit | null, type: string, status = 200): Fetch =>
  async () =>
    new Response(body, { status, headers: type ? { "Content-Type": type } : {} });
const reasonOf = async (work: Promise<unknown>) =>
  work.then(
    () => "none",
    (error) => (error instanceof DicomwebError ? error.reason : String(error)),
  );

/** As PS3.18 F.2.1.1 writes a study: person names by group, UIDs and numbers in lists, a value that is missing. */
const study = {
  "00080020": { vr: "DA", Value: ["20130409"] },
  "00080050": { vr: "SH", Value: ["11235813"] },
  "00080061": { vr: "CS", Value: ["CT", "PET"] },
  "00100010": { vr: "PN", Value: [{ Alphabetic: "Wang^XiaoDong", Ideographic: "王^小東" }] },
  "00100020": { vr: "LO", Value: ["12345"] },
  "00100030": { vr: "DA" },
  "0020000D": { vr: "UI", Value: ["1.2.392.200036.9116.2.2.2.1762893313.1029997326.945873"] },
  "00201206": { vr: "IS", Value: [4] },
  "00201208": { vr: "IS", Value: ["942"] },
};

test("studies of a QIDO-RS answer", () => {
  expect(parseStudies([study, { "00100010": { vr: "PN" } }, 7, null])).toEqual([
    {
      uid: "1.2.392.200036.9116.2.2.2.1762893313.1029997326.945873",
      patientName: "Wang^XiaoDong",
      patientId: "12345",
      birthDate: "",
      date: "20130409",
      description: "",
      accession: "11235813",
      modalities: ["CT", "PET"],
      series: 4,
      instances: 942,
    },
  ]);
  expect(() => parseStudies({ error: "no" })).toThrow(DicomwebError);
});

test("series come in the order of their numbers, those without one last", () => {
  const series = (uid: string, number: unknown) => ({
    "0020000E": { vr: "UI", Value: [uid] },
    "00200011": { vr: "IS", Value: [number] },
  });
  const found = parseSeries([series("1.3", "x"), series("1.2", 12), series("1.1", "3")], "1");
  expect(found.map((s) => [s.uid, s.number])).toEqual([
    ["1.1", 3],
    ["1.2", 12],
    ["1.3", null],
  ]);
});

test("the search is written as the standard has it", async () => {
  const asked: { url: URL; init: RequestInit }[] = [];
  const client = dicomwebClient(service, async (url, init) => {
    asked.push({ url: new URL(url), init });
    return new Response("[]", { headers: { "Content-Type": "application/dicom+json" } });
  });
  const query = { patientName: "rossi mario", patientId: " 7 ", from: "20200101", to: "", modality: "MR" };
  await client.searchStudies(query, 100, never);
  const [{ url, init }] = asked;
  expect(url.origin + url.pathname).toBe("http://pacs/dicom-web/studies");
  expect(
    Object.fromEntries(
      ["PatientName", "PatientID", "StudyDate", "ModalitiesInStudy", "limit"].map((k) => [k, url.searchParams.get(k)]),
    ),
  ).toEqual({
    PatientName: "*rossi*mario*",
    PatientID: "7",
    StudyDate: "20200101-",
    ModalitiesInStudy: "MR",
    limit: "101",
  });
  expect(init.headers).toEqual({ Accept: "application/dicom+json", Authorization: "Bearer t" });
  expect(init.cache).toBe("no-store");
});

test("more than the limit is cut, and said", async () => {
  const list = JSON.stringify(["1.1", "1.2", "1.3"].map((uid) => ({ "0020000D": { vr: "UI", Value: [uid] } })));
  const client = dicomwebClient(service, answer(list, "application/dicom+json"));
  const { studies, more } = await client.searchStudies(nothing, 2, never);
  expect([studies.length, more]).toEqual([2, true]);
});

test("an empty answer (204) is no study", async () => {
  const client = dicomwebClient(service, answer(null, "", 204));
  expect(await client.searchStudies(nothing, 2, never)).toEqual({ studies: [], more: false });
});

test.each([
  ["a login page", answer("<html>", "text/html"), "not_dicomweb"],
  ["no JSON", answer("[{", "application/dicom+json"), "not_dicomweb"],
  ["wrong password", answer("", "", 401), "unauthorized"],
  ["not allowed", answer("", "", 403), "forbidden"],
  ["another path", answer("", "text/html", 404), "not_found"],
  ["an error of the server", answer("boom", "text/plain", 500), "server"],
  ["a gateway that waited", answer("", "", 504), "timeout"],
  ["no answer", (async () => Promise.reject(new TypeError("Failed to fetch"))) as Fetch, "unreachable"],
] as const)("search: %s", async (_, fetch, reason) => {
  expect(await reasonOf(dicomwebClient(service, fetch).searchStudies(nothing, 1, never))).toBe(reason);
});

const silent: Fetch = (_, init) =>
  new Promise((_, reject) => init.signal?.addEventListener("abort", () => reject(init.signal?.reason)));
const hasty = { search: 10, retrieve: 10, stall: 10 };

test("a server that is silent is given up, and cancelling is no error of the server", async () => {
  expect(await reasonOf(dicomwebClient(service, silent, hasty).searchStudies(nothing, 1, never))).toBe("timeout");
  const stop = new AbortController();
  const search = dicomwebClient(service, silent).searchStudies(nothing, 1, stop.signal);
  stop.abort(new Error("stop"));
  expect(await reasonOf(search)).toBe("Error: stop");
});

const image = { study: "1.2", uid: "1.2.3" };
const parts = "--b\r\nContent-Type: application/dicom\r\n\r\none\r\n--b\r\n\r\ntwo\r\n--b--";

async function retrieved(fetch: Fetch): Promise<{ found: string[]; reason: string }> {
  const found: string[] = [];
  const take = (bytes: Uint8Array) => void found.push(String.fromCharCode(...bytes));
  const reason = await reasonOf(dicomwebClient(service, fetch, hasty).retrieveSeries(image, take, never));
  return { found, reason };
}

test("instances of a series, as they are stored", async () => {
  const whole = await retrieved(answer(parts, "multipart/related; boundary=b"));
  expect(whole).toEqual({ found: ["one", "two"], reason: "none" });
  expect(await retrieved(answer("one", "application/dicom"))).toEqual({ found: ["one"], reason: "none" });
});

test("what is not whole is an error, with what came before it", async () => {
  const cut = await retrieved(answer(parts.slice(0, -5), "multipart/related; boundary=b"));
  expect(cut).toEqual({ found: ["one"], reason: "cut_short" });
  expect((await retrieved(answer("[]", "application/dicom+json"))).reason).toBe("not_dicomweb");
  const stalling: Fetch = async (url, init) => {
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(Uint8Array.from(parts.slice(0, 60), (c) => c.charCodeAt(0)));
        init.signal?.addEventListener("abort", () => controller.error(init.signal?.reason));
      },
    });
    return answer(body, "multipart/related; boundary=b")(url, init);
  };
  expect((await retrieved(stalling)).reason).toBe("timeout");
});

test("what an archive says of a store: what it took, what it refused and why", async () => {
  const item = (...tags: [string, unknown][]) =>
    Object.fromEntries(tags.map(([t, v]) => [t, { vr: "UN", Value: [v] }]));
  const said = {
    "00081199": { vr: "SQ", Value: [item(["00081155", "1.1"])] },
    "00081198": { vr: "SQ", Value: [item(["00081155", "1.2"], ["00081197", 49442])] },
  };
  const client = dicomwebClient(service, answer(JSON.stringify(said), "application/dicom+json", 409));
  expect(await client.store([new Uint8Array(2)], never)).toEqual({ stored: 1, failed: [{ uid: "1.2", code: 49442 }] });
  const without = dicomwebClient(service, answer("", "", 409));
  expect(await reasonOf(without.store([new Uint8Array(2)], never))).toBe("server");
});

test("addresses as they are typed", () => {
  const page = "https://viewer.example/app/";
  expect(parseAddress(" https://pacs.example:8443/dicom-web/ ", page)).toEqual({
    root: "https://pacs.example:8443/dicom-web",
    crossOrigin: true,
  });
  expect(parseAddress("/dicom-web", page)).toEqual({ root: "https://viewer.example/dicom-web", crossOrigin: false });
  expect(parseAddress("localhost:8042/dicom-web", page)).toMatchObject({ root: "http://localhost:8042/dicom-web" });
  expect(parseAddress("http://pacs.example/dicom-web", page)).toBe("mixed_content");
  expect(parseAddress("http://u:p@127.0.0.1/x", page)).toBe("credentials");
  expect(parseAddress("", page)).toBe("empty");
  for (const bad of ["javascript://x/%0aalert(1)", "file:///etc/passwd", "http://h/?q=1", "http://"])
    expect(parseAddress(bad, page), bad).toBe("invalid");
});
