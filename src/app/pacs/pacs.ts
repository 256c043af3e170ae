import { type Address, type AddressProblem, parseAddress } from "#io/dicomweb/address.ts";
import type { DicomwebClient, Fetch } from "#io/dicomweb/client.ts";
import { DicomwebError, type DicomwebReason } from "#io/dicomweb/failure.ts";
import type { StudyQuery } from "#io/dicomweb/query.ts";
import type { FoundSeries, FoundStudy } from "#io/dicomweb/results.ts";
import type { SourceFile } from "#io/series.ts";
import type { Exporter } from "../export/export.ts";
import { sourceOf } from "../intake/files.ts";
import { cell } from "../state/cell.ts";
import type { MessageCentre } from "../state/messages.ts";
import { authorizationOf, type Server, serverList } from "./servers.ts";

/** What the page gives: the network, where settings are kept, and the page's own address. */
export type PacsPage = {
  readonly fetch: Fetch;
  readonly storage: Pick<Storage, "getItem" | "setItem" | "removeItem"> | null;
  readonly url: string;
};

/** For pages (and tests) without a network. */
export const withoutPacs = (): PacsPage => ({
  fetch: () => Promise.reject(new TypeError("no network here")),
  storage: null,
  url: "http://localhost/",
});

type Collect = (onFound: (done: number, total?: number) => void, signal: AbortSignal) => Promise<readonly SourceFile[]>;
type Host = PacsPage & {
  readonly messages: MessageCentre;
  readonly openRetrieved: (collect: Collect) => Promise<void>;
  /** Called when images have arrived and are about to be opened. */
  readonly arrived: () => void;
};

export type PacsSaid =
  | { readonly level: "error"; readonly key: `failure.${DicomwebReason | "unreachableHere"}`; readonly fields: Fields }
  | {
      readonly level: "error";
      readonly key: `addressProblem.${AddressProblem}`;
      readonly fields: Fields;
    }
  | { readonly level: "success" | "warning"; readonly key: "sent" | "partly" | "answers"; readonly fields: Fields };
type Fields = Readonly<Record<string, string | number>>;

export type PacsState = {
  /** Server that is searched; "" for none. */
  readonly server: string;
  readonly query: StudyQuery;
  /** Null until something was searched for. */
  readonly studies: readonly FoundStudy[] | null;
  readonly more: boolean;
  /** Series of the studies that were looked into. */
  readonly series: Readonly<Record<string, readonly FoundSeries[]>>;
  readonly unfolded: ReadonlySet<string>;
  readonly picked: ReadonlyMap<string, FoundSeries>;
  readonly busy: {
    readonly what: "check" | "search" | "series" | "retrieve" | "send";
    readonly done: number;
    readonly total: number;
  } | null;
  readonly said: PacsSaid | null;
};

/** Studies shown at most; a search that finds more asks to be narrowed. */
export const STUDY_LIMIT = 100;
const emptyQuery: StudyQuery = { patientName: "", patientId: "", from: "", to: "", modality: "" };

/** Archives that speak DICOMweb. Nothing is asked of any before a person searches, retrieves, sends or tests. */
export function createPacs(host: Host) {
  const servers = serverList(host.storage);
  const state = cell<PacsState>({
    server: servers.value[0]?.id ?? "",
    query: emptyQuery,
    studies: null,
    more: false,
    series: {},
    unfolded: new Set(),
    picked: new Map(),
    busy: null,
    said: null,
  });
  const set = (patch: Partial<PacsState>) => state.update((now) => ({ ...now, ...patch }));
  const found = {
    studies: null,
    more: false,
    series: {},
    unfolded: new Set<string>(),
    picked: new Map<string, FoundSeries>(),
  };
  let aborter = new AbortController();

  const serverById = (id: string) => servers.value.find((s) => s.id === id);

  /** Where a server is; null, and said why, where its address cannot be used. */
  function addressOf(server: Server): Address | null {
    const address = parseAddress(server.address, host.url);
    if (typeof address !== "string") return address;
    set({ said: { level: "error", key: `addressProblem.${address}`, fields: { name: server.name } } });
    return null;
  }

  function explain(error: unknown, server: Server): PacsSaid {
    const failure =
      error instanceof DicomwebError
        ? error
        : new DicomwebError("server", error instanceof Error ? error.message : String(error));
    const address = parseAddress(server.address, host.url);
    const isHere = typeof address === "object" && !address.crossOrigin;
    const reason = failure.reason === "unreachable" && isHere ? "unreachableHere" : failure.reason;
    const fields = {
      name: server.name,
      address: server.address,
      origin: new URL(host.url).origin,
      status: "",
      seconds: "",
      detail: failure.message,
      ...failure.fields,
    };
    return { level: "error", key: `failure.${reason}`, fields };
  }

  /** Runs one exchange with the chosen server; what fails is said, what is cancelled is silent. */
  async function exchange(
    what: NonNullable<PacsState["busy"]>["what"],
    work: (client: DicomwebClient, signal: AbortSignal, server: Server) => Promise<void>,
    server = serverById(state.value.server),
  ): Promise<void> {
    const address = server && addressOf(server);
    if (!server || !address) return;
    aborter.abort();
    aborter = new AbortController();
    const { signal } = aborter;
    set({ busy: { what, done: 0, total: 0 }, said: null });
    try {
      const { dicomwebClient } = await import("#io/dicomweb/client.ts");
      const client = dicomwebClient({ root: address.root, authorization: authorizationOf(server) }, host.fetch);
      await work(client, signal, server);
    } catch (error) {
      if (!signal.aborted) set({ said: explain(error, server) });
    } finally {
      if (signal === aborter.signal) set({ busy: null });
    }
  }

  return {
    servers,
    state,
    setQuery: (patch: Partial<StudyQuery>): void => set({ query: { ...state.value.query, ...patch } }),
    chooseServer: (server: string): void => set({ server, ...found, said: null }),
    /** Adds a server, or changes it. */
    keepServer(server: Server): void {
      const others = servers.value.filter((s) => s.id !== server.id);
      const at = servers.value.findIndex((s) => s.id === server.id);
      servers.set(at < 0 ? [...others, server] : servers.value.map((s) => (s.id === server.id ? server : s)));
      set({ server: server.id, ...found });
    },
    removeServer(id: string): void {
      servers.set(servers.value.filter((s) => s.id !== id));
      if (state.value.server === id) set({ server: servers.value[0]?.id ?? "", ...found, said: null });
    },
    /** Asks a server for one study, to see whether it answers. */
    check: (server: Server): Promise<void> =>
      exchange(
        "check",
        async (client, signal) => {
          await client.searchStudies(emptyQuery, 1, signal);
          set({ said: { level: "success", key: "answers", fields: { name: server.name } } });
        },
        server,
      ),

    search: (): Promise<void> =>
      exchange("search", async (client, signal) => {
        set(found);
        const { studies, more } = await client.searchStudies(state.value.query, STUDY_LIMIT, signal);
        const newest = studies.toSorted((a, b) => b.date.localeCompare(a.date));
        set({ studies: newest, more });
      }),
    /** Shows the series of a study, or hides them. */
    async unfold(study: string): Promise<void> {
      const unfolded = new Set(state.value.unfolded);
      if (!unfolded.delete(study)) unfolded.add(study);
      set({ unfolded });
      if (!unfolded.has(study) || state.value.series[study]) return;
      await exchange("series", async (client, signal) => {
        const series = await client.searchSeries(study, signal);
        set({ series: { ...state.value.series, [study]: series } });
      });
    },
    pick(series: FoundSeries): void {
      const picked = new Map(state.value.picked);
      if (!picked.delete(series.uid)) picked.set(series.uid, series);
      set({ picked });
    },
    cancel: (): void => aborter.abort(),
    hush: (): void => set({ said: null }),

    /** Fetches the picked series and opens those that came whole. */
    retrieve: (): Promise<void> =>
      exchange("retrieve", async (client, signal, server) => {
        const wanted = [...state.value.picked.values()];
        const total = wanted.reduce((sum, s) => sum + (s.instances ?? 0), 0);
        let done = 0;
        const collect: Collect = async (onFound, outer) => {
          const files: SourceFile[] = [];
          const both = AbortSignal.any([signal, outer]);
          const tell = (more = 1) => {
            done += more;
            onFound(done, Math.max(total, done));
            set({ busy: { what: "retrieve", done, total: Math.max(total, done) } });
          };
          tell(0);
          for (const series of wanted) {
            try {
              files.push(...(await filesOf(series, client, server, both, tell)));
            } catch (error) {
              // Cancelled, or broken off: what is not whole is not opened.
              if (both.aborted) return [];
              set({ said: explain(error, server) });
            }
          }
          if (files.length > 0) host.arrived();
          if (state.value.said === null) set({ picked: new Map() });
          return files;
        };
        await host.openRetrieved(collect);
      }),

    /** Stores what an export makes (SEG, RTSTRUCT, or a report and its SEG) in the archive. */
    send: (make: (to: Exporter) => Promise<void>): Promise<void> =>
      exchange("send", async (client, signal, server) => {
        const { filesToSend } = await import("./outgoing.ts");
        const files = await filesToSend(make);
        if (files.length === 0) return;
        const { stored, failed } = await client.store(files, signal);
        const codes = [
          ...new Set(
            failed.map((f) => (f.code === null ? "?" : `0x${f.code.toString(16).toUpperCase().padStart(4, "0")}`)),
          ),
        ];
        if (stored === 0) throw new DicomwebError("refused", codes.join(", "), { codes: codes.join(", ") });
        const fields = { name: server.name, count: stored, failed: failed.length, codes: codes.join(", ") };
        const said = {
          level: failed.length > 0 ? "warning" : "success",
          key: failed.length > 0 ? "partly" : "sent",
          fields,
        } as const;
        set({ said });
        host.messages.say({ level: said.level, key: `pacs.${said.key}`, fields, toast: false });
      }),
  };

  async function filesOf(
    series: FoundSeries,
    client: DicomwebClient,
    server: Server,
    signal: AbortSignal,
    onInstance: () => void,
  ): Promise<SourceFile[]> {
    const files: SourceFile[] = [];
    const folder = `${server.name}/${series.description || series.uid}`;
    await client.retrieveSeries(
      series,
      (bytes) => {
        // The browser may move what lies in a File out of the page's memory.
        const name = `${folder}/${String(files.length + 1).padStart(4, "0")}.dcm`;
        files.push(sourceOf(new File([bytes as Uint8Array<ArrayBuffer>], name), name));
        onInstance();
      },
      signal,
    );
    if (series.instances !== null && files.length < series.instances) {
      const fields = { name: series.description || series.uid, found: files.length, expected: series.instances };
      host.messages.say({ level: "warning", key: "pacs.fewer", fields });
    }
    return files;
  }
}
export type Pacs = ReturnType<typeof createPacs>;
