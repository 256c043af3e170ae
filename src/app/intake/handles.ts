import type { SourceFile } from "#io/series.ts";
import { sourceOf } from "./files.ts";

/* Handles lead back to files after the page is gone. Chromium has them; elsewhere there are none, and files are asked for again. */

type Picks = {
  showOpenFilePicker?: (options: { multiple: boolean }) => Promise<FileSystemHandle[]>;
  showDirectoryPicker?: () => Promise<FileSystemHandle>;
};
type Permitted = {
  queryPermission?: (options: { mode: "read" }) => Promise<PermissionState>;
  requestPermission?: (options: { mode: "read" }) => Promise<PermissionState>;
};
type Dropped = { getAsFileSystemHandle?: () => Promise<FileSystemHandle | null> };

/** Handles of what is dropped; to be called inside the drop event. Empty where there are none. */
export async function handlesOfDrop(transfer: DataTransfer): Promise<FileSystemHandle[]> {
  const items = Array.from(transfer.items).filter((item) => item.kind === "file");
  const asked = items.map((item) => (item as Dropped).getAsFileSystemHandle?.() ?? Promise.resolve(null));
  const got = await Promise.allSettled(asked);
  const handles = got.flatMap((g) => (g.status === "fulfilled" && g.value ? [g.value] : []));
  return handles.length === items.length ? handles : [];
}

/** The browser's dialog that gives handles; null where it has none, an empty list when it was closed without a choice. */
export async function pickHandles(kind: "files" | "folder"): Promise<FileSystemHandle[] | null> {
  const { showOpenFilePicker, showDirectoryPicker } = window as Picks;
  try {
    if (kind === "files") return (await showOpenFilePicker?.({ multiple: true })) ?? null;
    return showDirectoryPicker ? [await showDirectoryPicker()] : null;
  } catch (error) {
    // A dialog closed; anything else (a frame that may not ask) leaves the plain dialog.
    return error instanceof DOMException && error.name === "AbortError" ? [] : null;
  }
}

/** Whether handles may be read. `ask`: the browser may ask the person, after a click. */
export async function mayRead(handles: readonly FileSystemHandle[], ask: boolean): Promise<boolean> {
  for (const handle of handles as readonly Permitted[]) {
    let state = (await handle.queryPermission?.({ mode: "read" })) ?? "granted";
    if (state === "prompt" && ask) state = (await handle.requestPermission?.({ mode: "read" })) ?? "denied";
    if (state !== "granted") return false;
  }
  return true;
}

/** All files behind handles, folders searched through. */
export async function filesOfHandles(
  handles: readonly FileSystemHandle[],
  onFound: (count: number) => void,
  signal: AbortSignal,
): Promise<SourceFile[]> {
  const found: SourceFile[] = [];
  const queue = handles.map((handle) => ({ handle, path: handle.name }));
  for (let next = queue.shift(); next; next = queue.shift()) {
    signal.throwIfAborted();
    const { handle, path } = next;
    if (isFile(handle)) {
      found.push(sourceOf(await handle.getFile(), path));
      if (found.length % 100 === 0) onFound(found.length);
    } else if (isFolder(handle)) {
      for await (const child of handle.values()) queue.push({ handle: child, path: `${path}/${child.name}` });
    }
  }
  onFound(found.length);
  return found;
}

const isFile = (handle: FileSystemHandle): handle is FileSystemFileHandle => handle.kind === "file";
type Folder = FileSystemDirectoryHandle & { values(): AsyncIterable<FileSystemHandle> };
const isFolder = (handle: FileSystemHandle): handle is Folder => handle.kind === "directory";
