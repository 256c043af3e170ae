/** One part of a multipart/related body: its headers by lower-case name, and its bytes. */
export type Part = { readonly headers: Readonly<Record<string, string>>; readonly bytes: Uint8Array };

const CR = 13;
const CRLF = "\r\n";
const text = new TextEncoder();
const latin1 = (bytes: Uint8Array) => Array.from(bytes, (b) => String.fromCharCode(b)).join("");

/** The boundary that a Content-Type names, quoted or not; null where it is no multipart type. */
export function boundaryOf(contentType: string): string | null {
  if (!/^\s*multipart\//i.test(contentType)) return null;
  const found = /;\s*boundary\s*=\s*(?:"((?:[^"\\]|\\.)+)"|([^\s;"]+))/i.exec(contentType);
  if (!found) return null;
  return found[1]?.replace(/\\(.)/g, "$1") ?? found[2];
}

/** More header bytes than this before a part are an attack or a mistake. */
const MAX_HEADERS = 65536;

/**
 * Takes a multipart body (RFC 2046, RFC 2387) apart as it arrives, cut anywhere. What is held is the part that is
 * arriving, no more. `push` gives the parts that became whole; `done` is true once the closing delimiter was seen.
 * Throws a RangeError at headers beyond all measure.
 */
export class MultipartReader {
  #buffer = new Uint8Array(2 ** 16);
  #start = 0;
  #end = 0;
  /** Where the search for the delimiter goes on. */
  #scan = 0;
  #state: "preamble" | "headers" | "body" | "done" = "preamble";
  #headers: Record<string, string> = {};
  readonly #delimiter: Uint8Array;

  constructor(boundary: string) {
    this.#delimiter = text.encode(`${CRLF}--${boundary}`);
    // The first delimiter may stand at the very beginning, without a line end before it.
    this.#append(text.encode(CRLF));
  }

  get done(): boolean {
    return this.#state === "done";
  }

  push(chunk: Uint8Array): Part[] {
    const parts: Part[] = [];
    if (this.done) return parts;
    this.#append(chunk);
    for (;;) {
      if (this.#state === "preamble" || this.#state === "body") {
        const at = this.#find(this.#delimiter);
        // What follows the delimiter says whether it is one: a line end, or two dashes.
        if (at < 0) break;
        const after = this.#afterDelimiter(at + this.#delimiter.length);
        if (after === "more") break;
        if (after === "none") {
          this.#scan = at + 1;
          continue;
        }
        if (this.#state === "body") parts.push({ headers: this.#headers, bytes: this.#buffer.slice(this.#start, at) });
        this.#state = after.last ? "done" : "headers";
        this.#start = this.#scan = after.at;
        if (after.last) break;
      } else if (!this.#readHeaders()) break;
    }
    return parts;
  }

  #append(chunk: Uint8Array): void {
    const kept = this.#end - this.#start;
    if (this.#end + chunk.length > this.#buffer.length) {
      const target =
        kept + chunk.length > this.#buffer.length
          ? new Uint8Array(Math.max(2 * this.#buffer.length, kept + chunk.length))
          : this.#buffer;
      target.set(this.#buffer.subarray(this.#start, this.#end));
      this.#buffer = target;
      this.#scan -= this.#start;
      this.#start = 0;
      this.#end = kept;
    }
    this.#buffer.set(chunk, this.#end);
    this.#end += chunk.length;
  }

  /** Where `wanted`, which begins with a carriage return, stands next; -1 where it is not (yet) whole. */
  #find(wanted: Uint8Array): number {
    const view = this.#buffer.subarray(0, this.#end);
    for (let at = view.indexOf(CR, this.#scan); at >= 0; at = view.indexOf(CR, at + 1)) {
      if (at + wanted.length > this.#end) {
        this.#scan = at;
        return -1;
      }
      let i = 1;
      while (i < wanted.length && view[at + i] === wanted[i]) i++;
      if (i === wanted.length) return at;
    }
    this.#scan = this.#end;
    return -1;
  }

  #afterDelimiter(at: number): "more" | "none" | { at: number; last: boolean } {
    const view = this.#buffer;
    if (at + 2 > this.#end) {
      this.#scan = at - this.#delimiter.length;
      return "more";
    }
    if (view[at] === 0x2d && view[at + 1] === 0x2d) return { at: at + 2, last: true };
    let i = at;
    while (i < this.#end && (view[i] === 0x20 || view[i] === 0x09)) i++;
    if (i + 2 > this.#end) {
      this.#scan = at - this.#delimiter.length;
      return "more";
    }
    return view[i] === CR && view[i + 1] === 0x0a ? { at: i + 2, last: false } : "none";
  }

  /** Reads the header lines up to the empty one; false while they are not whole. */
  #readHeaders(): boolean {
    const view = this.#buffer;
    const empty = this.#start + 2 <= this.#end && view[this.#start] === CR && view[this.#start + 1] === 0x0a;
    const end = empty ? this.#start : this.#find(text.encode(CRLF + CRLF));
    if (end < 0) {
      if (this.#end - this.#start > MAX_HEADERS) throw new RangeError("The headers of a part have no end.");
      return false;
    }
    const lines = latin1(view.subarray(this.#start, end)).split(CRLF);
    this.#headers = Object.fromEntries(
      lines.flatMap((line) => {
        const colon = line.indexOf(":");
        return colon > 0 ? [[line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()]] : [];
      }),
    );
    this.#start = this.#scan = end + (empty ? 2 : 4);
    this.#state = "body";
    return true;
  }
}

/** A multipart/related body of parts of one type, for STOW-RS. `boundary` must occur in none of them. */
export function multipartBody(parts: readonly Uint8Array[], type: string, boundary: string): Uint8Array {
  const pieces = parts.flatMap((part) => [
    text.encode(`--${boundary}${CRLF}Content-Type: ${type}${CRLF}Content-Length: ${part.length}${CRLF}${CRLF}`),
    part,
    text.encode(CRLF),
  ]);
  pieces.push(text.encode(`--${boundary}--${CRLF}`));
  const body = new Uint8Array(pieces.reduce((sum, p) => sum + p.length, 0));
  let at = 0;
  for (const piece of pieces) {
    body.set(piece, at);
    at += piece.length;
  }
  return body;
}
