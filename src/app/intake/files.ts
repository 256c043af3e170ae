import type { SourceFile } from "#io/series.ts";

/** A picked or dropped file as the loader takes it; its bytes are read when they are asked for. */
export const sourceOf = (file: File, path = file.webkitRelativePath || file.name): SourceFile => ({
  path,
  size: file.size,
  bytes: async () => new Uint8Array(await file.arrayBuffer()),
});

export const sourcesOf = (files: Iterable<File>): SourceFile[] => Array.from(files, (file) => sourceOf(file));

/**
 * All files of a drop, folders searched through. Must be called inside the drop event, because the browser forgets
 * the entries when it ends; the search itself then takes its time.
 */
export function filesOfDrop(
  transfer: DataTransfer,
  onFound: (count: number) => void,
  signal: AbortSignal,
): Promise<SourceFile[]> {
  const items = Array.from(transfer.items).filter((item) => item.kind === "file");
  const entries = items.map((item) => item.webkitGetAsEntry());
  // Some sources (a mail program) drop files without entries.
  const loose = items.flatMap((item, i) => {
    const file = entries[i] === null ? item.getAsFile() : null;
    return file ? [sourceOf(file)] : [];
  });
  return walk(
    entries.filter((entry) => entry !== null),
    loose,
    onFound,
    signal,
  );
}

async function walk(
  entries: FileSystemEntry[],
  found: SourceFile[],
  onFound: (count: number) => void,
  signal: AbortSignal,
): Promise<SourceFile[]> {
  const queue = [...entries];
  for (let entry = queue.shift(); entry; entry = queue.shift()) {
    signal.throwIfAborted();
    if (isDirectory(entry)) queue.push(...(await children(entry)));
    else if (isFile(entry)) {
      found.push(sourceOf(await fileOf(entry), entry.fullPath.replace(/^\//, "")));
      if (found.length % 100 === 0) onFound(found.length);
    }
  }
  onFound(found.length);
  return found;
}

const isDirectory = (entry: FileSystemEntry): entry is FileSystemDirectoryEntry => entry.isDirectory;
const isFile = (entry: FileSystemEntry): entry is FileSystemFileEntry => entry.isFile;

const fileOf = (entry: FileSystemFileEntry) => new Promise<File>((resolve, reject) => entry.file(resolve, reject));

/** A folder gives its entries in batches; an empty batch is the end. */
async function children(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const all: FileSystemEntry[] = [];
  for (;;) {
    const batch = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (batch.length === 0) return all;
    all.push(...batch);
  }
}
