import { DicomwebError, statusError } from "./failure.ts";
import { boundaryOf, MultipartReader, multipartBody } from "./multipart.ts";
import { retrieveUrl, type StudyQuery, seriesUrl, storeUrl, studiesUrl } from "./query.ts";
import {
  type FoundSeries,
  type FoundStudy,
  parseSeries,
  parseStored,
  parseStudies,
  type StoreResult,
} from "./results.ts";

export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

export type Service = {
  readonly root: string;
  /** Value of the Authorization header; "" for none. */
  readonly authorization: string;
};

/** How long a server may be silent, in ms: before it answers a search, before the first byte of images, between bytes. */
export type Patience = { readonly search: number; readonly retrieve: number; readonly stall: number };

const patienceByDefault: Patience = { search: 30_000, retrieve: 120_000, stall: 60_000 };
const DICOM = "application/dicom";
const DICOM_JSON = "application/dicom+json";
/** No search answer is longer; a list without end is not read. */
const MAX_JSON = 64 * 2 ** 20;
/** A single instance that comes without an envelope. */
const MAX_FILE = 2 ** 31;

export type DicomwebClient = {
  /** Studies that match, at most `limit`; `more` when there are more. */
  searchStudies(
    query: StudyQuery,
    limit: number,
    signal: AbortSignal,
  ): Promise<{ studies: FoundStudy[]; more: boolean }>;
  searchSeries(study: string, signal: AbortSignal): Promise<FoundSeries[]>;
  /** All instances of a series as their files are stored; `onInstance` has each as it arrives, in its own memory. */
  retrieveSeries(
    series: { readonly study: string; readonly uid: string },
    onInstance: (bytes: Uint8Array) => void,
    signal: AbortSignal,
  ): Promise<void>;
  store(files: readonly Uint8Array[], signal: AbortSignal): Promise<StoreResult>;
};

/**
 * QIDO-RS, WADO-RS and STOW-RS over an injected fetch. Everything rejects with a DicomwebError, or, when `signal` is
 * aborted, with the signal's reason.
 */
export function dicomwebClient(
  { root, authorization }: Service,
  fetch: Fetch,
  patience: Patience = patienceByDefault,
): DicomwebClient {
  async function ask(url: string, init: RequestInit, wait: number, signal: AbortSignal): Promise<Answer> {
    signal.throwIfAborted();
    const silence = watchSilence(signal, patience.stall);
    try {
      silence.wait(wait);
      const response = await fetch(url, {
        ...init,
        headers: {
          ...(init.headers as Record<string, string>),
          ...(authorization ? { Authorization: authorization } : {}),
        },
        // What comes is about patients: it is not left in the browser's cache.
        cache: "no-store",
        referrerPolicy: "no-referrer",
        signal: silence.signal,
      });
      silence.renew();
      return { response, silence };
    } catch (error) {
      silence.end();
      throw silence.explain(error);
    }
  }

  async function json(url: string, init: RequestInit, wait: number, signal: AbortSignal): Promise<unknown> {
    const { response, silence } = await ask(url, init, wait, signal);
    try {
      const bytes = await readAll(response, silence.renew);
      const text = new TextDecoder().decode(bytes);
      // A store that fails for some answers 409, with the list; 204 is an empty answer.
      const isList = /json/i.test(response.headers.get("content-type") ?? "");
      if (!response.ok && !(response.status === 409 && isList)) throw statusError(response.status, plain(text));
      if (response.status === 204 || bytes.length === 0) return [];
      if (!isList) throw notDicomweb(response);
      return JSON.parse(text);
    } catch (error) {
      if (error instanceof SyntaxError) throw notDicomweb(response);
      throw silence.explain(error);
    } finally {
      silence.end();
    }
  }

  return {
    async searchStudies(query, limit, signal) {
      const url = studiesUrl(root, query, limit);
      const studies = parseStudies(await json(url, { headers: { Accept: DICOM_JSON } }, patience.search, signal));
      return { studies: studies.slice(0, limit), more: studies.length > limit };
    },
    async searchSeries(study, signal) {
      const url = seriesUrl(root, study);
      return parseSeries(await json(url, { headers: { Accept: DICOM_JSON } }, patience.search, signal), study);
    },
    async retrieveSeries({ study, uid }, onInstance, signal) {
      // Any transfer syntax: as it is stored, so that no server's own conversion comes between.
      const headers = { Accept: `multipart/related; type="${DICOM}"; transfer-syntax=*` };
      const { response, silence } = await ask(retrieveUrl(root, study, uid), { headers }, patience.retrieve, signal);
      try {
        if (!response.ok)
          throw statusError(response.status, plain(new TextDecoder().decode(await readAll(response, silence.renew))));
        const type = response.headers.get("content-type") ?? "";
        const boundary = boundaryOf(type);
        if (boundary !== null) await readParts(response, new MultipartReader(boundary), onInstance, silence.renew);
        else if (type.startsWith(DICOM) && !type.startsWith(DICOM_JSON))
          onInstance(await readAll(response, silence.renew, MAX_FILE));
        else throw notDicomweb(response);
      } catch (error) {
        throw silence.explain(error);
      } finally {
        silence.end();
      }
    },
    async store(files, signal) {
      const boundary = `radiomica-${crypto.randomUUID()}`;
      const headers = {
        Accept: DICOM_JSON,
        "Content-Type": `multipart/related; type="${DICOM}"; boundary=${boundary}`,
      };
      const body = multipartBody(files, DICOM, boundary) as Uint8Array<ArrayBuffer>;
      return parseStored(await json(storeUrl(root), { method: "POST", headers, body }, patience.retrieve, signal));
    },
  };
}

type Answer = { readonly response: Response; readonly silence: Silence };
type Silence = ReturnType<typeof watchSilence>;

/** A signal that follows `outer` and gives up by itself when `wait` is not renewed in time. */
function watchSilence(outer: AbortSignal, stall: number) {
  const inner = new AbortController();
  const follow = () => inner.abort(outer.reason);
  outer.addEventListener("abort", follow, { once: true });
  let timer: ReturnType<typeof setTimeout> | undefined;
  let waited = 0;
  const wait = (ms: number): void => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      waited = ms;
      inner.abort(new DicomwebError("timeout", `No byte came for ${ms / 1000} s.`, { seconds: ms / 1000 }));
    }, ms);
  };
  return {
    signal: inner.signal,
    wait,
    renew: () => wait(stall),
    end(): void {
      clearTimeout(timer);
      outer.removeEventListener("abort", follow);
    },
    /** What an error thrown by fetch, or while reading its body, stands for. */
    explain(error: unknown): unknown {
      if (outer.aborted) return outer.reason;
      if (inner.signal.aborted && waited > 0) return inner.signal.reason;
      if (error instanceof DicomwebError) return error;
      const why = error instanceof Error ? error.message : String(error);
      return new DicomwebError("unreachable", why, {}, error);
    },
  };
}

/** The body as it arrives; `renew` is called before each wait. */
async function* chunks(response: Response, renew: () => void) {
  const reader = response.body?.getReader();
  if (!reader) return;
  let finished = false;
  try {
    for (;;) {
      renew();
      const { done, value } = await reader.read();
      if (done) break;
      yield value;
    }
    finished = true;
  } finally {
    if (!finished) await reader.cancel().catch(() => {});
  }
}

async function readAll(response: Response, renew: () => void, most = MAX_JSON): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of chunks(response, renew)) {
    size += part.length;
    if (size > most) throw new DicomwebError("not_dicomweb", "The answer has no end.", { size });
    parts.push(part);
  }
  const all = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

async function readParts(
  response: Response,
  reader: MultipartReader,
  onInstance: (bytes: Uint8Array) => void,
  renew: () => void,
): Promise<void> {
  try {
    for await (const chunk of chunks(response, renew)) for (const part of reader.push(chunk)) onInstance(part.bytes);
  } catch (error) {
    if (error instanceof RangeError) throw new DicomwebError("not_dicomweb", error.message, {}, error);
    if (error instanceof TypeError) throw new DicomwebError("cut_short", error.message, {}, error);
    throw error;
  }
  if (!reader.done) throw new DicomwebError("cut_short", "The answer ended before its closing boundary.");
}

const notDicomweb = (response: Response): DicomwebError => {
  const type = response.headers.get("content-type") ?? "none";
  return new DicomwebError("not_dicomweb", `The answer is of type ${type}.`, { type });
};

/** Server pages say little more than their title. */
const plain = (text: string): string => text.replace(/<(script|style)[\s\S]*?<\/\1>/gi, " ").replace(/<[^>]*>/g, " ");
