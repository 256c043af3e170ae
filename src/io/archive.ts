import { Gunzip, gunzipSync, Inflate } from "fflate";
import { isNifti } from "./readers/nifti.ts";
import { isNrrd } from "./readers/nrrd.ts";
import { isRefusal, refuse } from "./refusal.ts";
import type { Refusal, SourceFile } from "./series.ts";

/** Bounds on what archives may unpack to, shared by all archives of one drop. */
export type ArchiveBudget = { left: number; readonly limit: number };

/** A ZIP may not grow by more than this once it is larger than 64 MB; deflate itself ends near 1030. */
const MAX_RATIO = 400;
const SMALL = 2 ** 26;

export const isZip = (bytes: Uint8Array): boolean =>
  bytes[0] === 0x50 && bytes[1] === 0x4b && (bytes[2] === 3 || bytes[2] === 5) && bytes[3] === bytes[2] + 1;

export const isGzip = (bytes: Uint8Array): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b;

/** The files of a ZIP, each unpacked when it is read. Sizes are checked before anything is unpacked. */
export function zipEntries(path: string, bytes: Uint8Array, budget: ArchiveBudget): SourceFile[] | Refusal {
  const entries = readDirectory(path, bytes);
  if (isRefusal(entries)) return entries;
  const total = entries.reduce((sum, e) => sum + e.size, 0);
  if (total > budget.left || (total > SMALL && total > MAX_RATIO * bytes.length)) {
    const detail = `The archive would unpack to ${total} bytes, more than the limit of ${budget.left}. Unpack it and drop part of it.`;
    return refuse(path, "archive_limit", detail, { size: total, limit: budget.left, packed: bytes.length });
  }
  budget.left -= total;
  return entries.map((entry) => ({
    path: `${path}/${entry.name}`,
    size: entry.size,
    bytes: () => unpack(bytes, entry),
  }));
}

type Entry = {
  readonly name: string;
  readonly method: number;
  readonly packed: number;
  readonly size: number;
  readonly header: number;
};

/** Reads the central directory (with its ZIP64 fields), which is what every unpacker trusts. */
function readDirectory(path: string, bytes: Uint8Array): Entry[] | Refusal {
  const damaged = (why: string) => refuse(path, "parse_error", `The ZIP file is damaged (${why}). Copy it again.`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let end = bytes.length - 22;
  const lowest = Math.max(0, end - 65535);
  while (end >= lowest && view.getUint32(end, true) !== 0x06054b50) end--;
  if (end < lowest) return damaged("it has no directory: it is cut short");
  let count = view.getUint16(end + 10, true);
  let at = view.getUint32(end + 16, true);
  if ((count === 0xffff || at === 0xffffffff) && end >= 20 && view.getUint32(end - 20, true) === 0x07064b50) {
    const wide = Number(view.getBigUint64(end - 12, true));
    if (wide + 56 > bytes.length) return damaged("its directory lies outside the file");
    count = Number(view.getBigUint64(wide + 32, true));
    at = Number(view.getBigUint64(wide + 48, true));
  }
  const entries: Entry[] = [];
  for (let i = 0; i < count; i++) {
    if (at + 46 > bytes.length || view.getUint32(at, true) !== 0x02014b50) return damaged("its directory breaks off");
    const flags = view.getUint16(at + 8, true);
    const nameLength = view.getUint16(at + 28, true);
    const extraLength = view.getUint16(at + 30, true);
    const raw = bytes.subarray(at + 46, at + 46 + nameLength);
    const name = new TextDecoder((flags & 0x800) !== 0 ? "utf-8" : "iso-8859-1").decode(raw);
    if ((flags & 1) !== 0) return refuse(path, "unsupported", "The ZIP file is encrypted. Unpack it first.");
    const sizes = wideSizes(view, at, at + 46 + nameLength, extraLength);
    const method = view.getUint16(at + 10, true);
    if (!name.endsWith("/")) entries.push({ name, method, ...sizes });
    at += 46 + nameLength + extraLength + view.getUint16(at + 32, true);
  }
  return entries;
}

/** Sizes and place of an entry, from its ZIP64 field where 32 bits are not enough. */
function wideSizes(view: DataView, at: number, extra: number, length: number): Omit<Entry, "name" | "method"> {
  const narrow = [view.getUint32(at + 24, true), view.getUint32(at + 20, true), view.getUint32(at + 42, true)];
  let field = extra;
  while (field + 4 <= extra + length) {
    const id = view.getUint16(field, true);
    let value = field + 4;
    if (id === 1) {
      for (let i = 0; i < 3; i++) {
        if (narrow[i] !== 0xffffffff) continue;
        narrow[i] = Number(view.getBigUint64(value, true));
        value += 8;
      }
    }
    field += 4 + view.getUint16(field + 2, true);
  }
  return { size: narrow[0], packed: narrow[1], header: narrow[2] };
}

async function unpack(bytes: Uint8Array, { name, method, packed, size, header }: Entry): Promise<Uint8Array> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (header + 30 > bytes.length) throw new Error(`${name} lies outside the archive`);
  const start = header + 30 + view.getUint16(header + 26, true) + view.getUint16(header + 28, true);
  const data = bytes.subarray(start, start + packed);
  if (method === 0) return data;
  if (method !== 8) throw new Error(`${name} is packed by method ${method}, which is not supported`);
  return (await inflatePlatform(data, size)) ?? inflateBounded(data, size);
}

/** Raw inflate by the platform, several times as fast as ours; null where it has none, or finds fault with the data. */
async function inflatePlatform(data: Uint8Array, size: number): Promise<Uint8Array | null> {
  try {
    const { readable, writable } = new DecompressionStream("deflate-raw");
    const source = writable.getWriter();
    // What fails in writing fails in reading as well.
    source.write(data as Uint8Array<ArrayBuffer>).catch(() => {});
    source.close().catch(() => {});
    const out = new Uint8Array(size);
    const parts = readable.getReader();
    let at = 0;
    for (let part = await parts.read(); !part.done; part = await parts.read()) {
      if (at + part.value.length > size) {
        await parts.cancel();
        return null;
      }
      out.set(part.value, at);
      at += part.value.length;
    }
    return at === size ? out : null;
  } catch {
    return null;
  }
}

/** Raw inflate of what should be `size` bytes; stops as soon as it is more. */
function inflateBounded(data: Uint8Array, size: number): Uint8Array {
  const out = new Uint8Array(size);
  let at = 0;
  const inflater = new Inflate((part) => {
    if (at + part.length > size) throw new Error("it is larger than the archive says");
    out.set(part, at);
    at += part.length;
  });
  for (let i = 0; i < data.length; i += 65536) {
    inflater.push(data.subarray(i, i + 65536), i + 65536 >= data.length);
  }
  if (at !== size) throw new Error("it is shorter than the archive says");
  return out;
}

/** Deflate makes at most this much of a byte. */
const DEFLATE_RATIO = 1032;

/** Masks of large volumes are nearly all zeros and do shrink so far: then the file begins as a volume's does. */
function mayBeSparse(bytes: Uint8Array, size: number): boolean {
  if (size > DEFLATE_RATIO * bytes.length) return false;
  let head = new Uint8Array();
  const inflater = new Gunzip((part) => {
    if (head.length === 0) head = part.slice(0, 1024);
  });
  try {
    inflater.push(bytes.subarray(0, 4096));
  } catch {
    return false;
  }
  return isNifti(head) || isNrrd(head);
}

/** Unpacks a gzip file whose own size field (modulo 2³²) is within bounds. */
export function gunzip(path: string, bytes: Uint8Array, budget: ArchiveBudget): Uint8Array | Refusal {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const size = bytes.length >= 18 ? view.getUint32(bytes.length - 4, true) : 0;
  if (size > budget.left) {
    const detail = `The file would unpack to ${size} bytes, more than the limit of ${budget.left}.`;
    return refuse(path, "archive_limit", detail, { size, limit: budget.left });
  }
  if (size > SMALL && size > MAX_RATIO * bytes.length && !mayBeSparse(bytes, size)) {
    const detail = `The file would unpack to ${size} bytes from ${bytes.length}: no image does. It is damaged, or made to harm.`;
    return refuse(path, "archive_limit", detail, { size, packed: bytes.length });
  }
  try {
    // Into a buffer of the declared size: more than that does not fit and fails.
    const out = gunzipSync(bytes, { out: new Uint8Array(size) });
    budget.left -= size;
    return out;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return refuse(path, "truncated", `The gzip file is damaged or cut short (${why}). Copy it again.`);
  }
}
