/** Why a DICOMweb server did not do what it was asked. Each has a sentence in the languages of the page. */
export type DicomwebReason =
  /** No answer: server off, name or port wrong, or the browser may not read it from this page (CORS). */
  | "unreachable"
  | "unauthorized"
  | "forbidden"
  | "not_found"
  | "timeout"
  /** An answer in another format than was asked for: a login page, a viewer, a proxy's error. */
  | "not_dicomweb"
  /** The server cannot give the format, or does not take it. */
  | "not_acceptable"
  | "too_large"
  | "server"
  /** The answer ended before it was whole. */
  | "cut_short"
  /** Instances were refused by the archive. */
  | "refused";

export class DicomwebError extends Error {
  constructor(
    readonly reason: DicomwebReason,
    message: string,
    readonly fields: Readonly<Record<string, string | number>> = {},
    cause?: unknown,
  ) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = "DicomwebError";
  }
}

const byStatus: Readonly<Record<number, DicomwebReason>> = {
  401: "unauthorized",
  403: "forbidden",
  404: "not_found",
  405: "not_found",
  406: "not_acceptable",
  407: "unauthorized",
  408: "timeout",
  413: "too_large",
  415: "not_acceptable",
  504: "timeout",
};

/** The error that an HTTP status stands for. `said`: the beginning of the server's own explanation, if it gave one. */
export function statusError(status: number, said = ""): DicomwebError {
  const reason = byStatus[status] ?? "server";
  const text = said.replace(/\s+/g, " ").trim().slice(0, 200);
  return new DicomwebError(reason, `HTTP ${status}${text ? `: ${text}` : ""}`, { status, said: text });
}
