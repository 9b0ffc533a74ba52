/** A file with the name it is told by: its path inside the folder that was chosen. */
export interface ChosenFile {
  file: File;
  path: string;
}

export interface Batch {
  files: readonly ChosenFile[];
  bytes: number;
}

export const mostFilesInBatch = 40;
export const mostBytesInBatch = 30_000_000;

/** Requests of a bearable size: a lost one is soon sent again, and progress moves. A larger file travels alone. */
export function intoBatches(
  files: readonly ChosenFile[],
  mostFiles = mostFilesInBatch,
  mostBytes = mostBytesInBatch,
): Batch[] {
  const batches: Batch[] = [];
  let current: ChosenFile[] = [];
  let bytes = 0;
  const close = () => {
    if (current.length > 0) batches.push({ files: current, bytes });
    current = [];
    bytes = 0;
  };
  for (const chosen of files) {
    if (current.length >= mostFiles || bytes + chosen.file.size > mostBytes) close();
    current.push(chosen);
    bytes += chosen.file.size;
  }
  close();
  return batches;
}

export function bytesOf(files: readonly ChosenFile[]): number {
  return files.reduce((sum, { file }) => sum + file.size, 0);
}

/** The same files in two requests, for a server that found them too much for one. */
export function halves(batch: Batch): Batch[] {
  const middle = Math.ceil(batch.files.length / 2);
  return [batch.files.slice(0, middle), batch.files.slice(middle)]
    .filter((files) => files.length > 0)
    .map((files) => ({ files, bytes: bytesOf(files) }));
}

/** What operating systems leave in folders; nobody means to upload it. */
export function isLitter(path: string): boolean {
  return (
    /(^|\/)(\.DS_Store|\._[^/]*|Thumbs\.db|desktop\.ini)$/i.test(path) ||
    /(^|\/)__MACOSX\//.test(path)
  );
}
