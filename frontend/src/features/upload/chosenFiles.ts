import { type ChosenFile, isLitter } from "./batches";

function fileOf(entry: FileSystemFileEntry): Promise<File> {
  return new Promise((resolve, reject) => entry.file(resolve, reject));
}

function someEntries(reader: FileSystemDirectoryReader): Promise<FileSystemEntry[]> {
  return new Promise((resolve, reject) => reader.readEntries(resolve, reject));
}

async function collect(entry: FileSystemEntry, into: ChosenFile[]): Promise<void> {
  if (entry.isFile) {
    into.push({
      file: await fileOf(entry as FileSystemFileEntry),
      path: entry.fullPath.replace(/^\//, ""),
    });
    return;
  }
  if (!entry.isDirectory) return;
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  // A reader hands out a folder in portions (of 100 in Chromium); an empty one says that it is done.
  for (;;) {
    const portion = await someEntries(reader);
    if (portion.length === 0) return;
    for (const child of portion) await collect(child, into);
  }
}

/**
 * All files that were dropped, also those deep in folders.
 *
 * The entries must be taken before the first await: the browser empties the transfer when the event is over.
 */
export async function droppedFiles(transfer: DataTransfer): Promise<ChosenFile[]> {
  const entries = [...transfer.items]
    .filter((item) => item.kind === "file")
    .map((item) => ({ entry: item.webkitGetAsEntry(), file: item.getAsFile() }));
  const found: ChosenFile[] = [];
  for (const { entry, file } of entries) {
    if (entry) await collect(entry, found);
    else if (file) found.push({ file, path: file.name });
  }
  return found.filter(({ path }) => !isLitter(path));
}

/** What a file or folder dialogue returned. */
export function pickedFiles(list: FileList | null): ChosenFile[] {
  return [...(list ?? [])]
    .map((file) => ({ file, path: file.webkitRelativePath || file.name }))
    .filter(({ path }) => !isLitter(path));
}
