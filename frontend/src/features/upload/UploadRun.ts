import { asFailure, wasCancelled } from "@/api/failure";
import { type Batch, bytesOf, type ChosenFile, halves, intoBatches } from "./batches";
import type { SendBatch } from "./sendBatch";
import { nothingUploaded, type Reason, type UploadProgress } from "./uploadProgress";

const lanes = 2;
const attemptsAtServerErrors = 3;
const longestWait_s = 15;

interface Options {
  send: SendBatch;
  onChange: (progress: UploadProgress) => void;
  /** Resolves after so many seconds, or when the run is cancelled. */
  wait?: (seconds: number, signal: AbortSignal) => Promise<void>;
}

function waitFor(seconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, seconds * 1000);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      resolve();
    });
  });
}

/** Whether the file can still be read: one that was moved away looks like a broken connection otherwise. */
async function isReadable({ file }: ChosenFile): Promise<boolean> {
  try {
    await file.slice(0, 1).arrayBuffer();
    return true;
  } catch {
    return false;
  }
}

/**
 * One upload from the first file to the last: batches in two lanes, each sent until the server has answered it.
 *
 * Sending a batch twice does no harm: what got in the first time counts as already there.
 */
export class UploadRun {
  private readonly queue: Batch[] = [];
  private readonly inFlight = new Map<Batch, number>();
  private readonly abort = new AbortController();
  private readonly send: SendBatch;
  private readonly onChange: Options["onChange"];
  private readonly wait: NonNullable<Options["wait"]>;
  private progress: UploadProgress = nothingUploaded;
  private bytesSettled = 0;
  private waiting = 0;
  private busyLanes = 0;

  constructor({ send, onChange, wait = waitFor }: Options) {
    this.send = send;
    this.onChange = onChange;
    this.wait = wait;
  }

  /** Take more files in; also while others are on their way. */
  add(files: readonly ChosenFile[]): void {
    if (files.length === 0 || this.abort.signal.aborted) return;
    this.queue.push(...intoBatches(files));
    this.tell({
      files: this.progress.files + files.length,
      bytes: this.progress.bytes + bytesOf(files),
    });
    this.resume();
  }

  /** Start whatever lanes are idle; after a stop, this tries again. */
  resume(): void {
    this.tell({ stoppedBecause: null });
    // A lane takes its first batch before it waits for anything, so the queue shows whether another is needed.
    while (this.busyLanes < lanes && this.queue.length > 0) {
      this.busyLanes += 1;
      void this.work();
    }
    this.tell({});
  }

  /** Stop sending. What the server has answered stays in the archive. */
  cancel(): void {
    this.abort.abort();
    this.queue.length = 0;
    this.tell({});
  }

  private async work(): Promise<void> {
    for (;;) {
      const batch = this.progress.stoppedBecause ? undefined : this.queue.shift();
      if (!batch || this.abort.signal.aborted) break;
      await this.deliver(batch);
    }
    this.busyLanes -= 1;
    this.tell({});
  }

  private async deliver(batch: Batch): Promise<void> {
    for (let attempt = 1; !this.abort.signal.aborted; attempt += 1) {
      this.inFlight.set(batch, 0);
      try {
        const answer = await this.send(
          batch,
          (bytes) => {
            this.inFlight.set(batch, bytes);
            this.tell({});
          },
          this.abort.signal,
        );
        this.settle(batch, {
          stored: this.progress.stored + answer.stored,
          alreadyThere: this.progress.alreadyThere + answer.already_there,
          refused: [
            ...this.progress.refused,
            ...answer.refused.map(({ name, why }) => ({ name, reason: { sentence: why } })),
          ],
        });
        return;
      } catch (thrown) {
        this.inFlight.delete(batch);
        if (wasCancelled(thrown) || this.abort.signal.aborted) return;
        if (await this.afterFailure(batch, asFailure(thrown), attempt)) return;
      }
    }
  }

  /** @returns whether the batch is finished with (settled, replaced or put back). */
  private async afterFailure(
    batch: Batch,
    failure: ReturnType<typeof asFailure>,
    attempt: number,
  ): Promise<boolean> {
    if (failure.kind === "not-logged-in" || failure.kind === "not-allowed") {
      this.queue.unshift(batch);
      this.tell({ stoppedBecause: failure.kind });
      return true;
    }
    if (failure.kind === "too-large" && batch.files.length > 1) {
      this.queue.unshift(...halves(batch));
      return true;
    }
    const serverErrs = failure.kind === "server-error" && attempt < attemptsAtServerErrors;
    if (failure.kind === "unreachable" || failure.kind === "too-many-attempts" || serverErrs) {
      if (await this.setUnreadableAside(batch)) return true;
      this.waiting += 1;
      this.tell({});
      await this.wait(
        failure.retryAfter_s ?? Math.min(longestWait_s, 2 ** (attempt - 1)),
        this.abort.signal,
      );
      this.waiting -= 1;
      this.tell({});
      return false;
    }
    this.refuseAll(
      batch,
      failure.sentence ? { sentence: failure.sentence } : { kind: failure.kind },
    );
    return true;
  }

  /** Take files out that cannot be read any more, and put the others back into the queue. */
  private async setUnreadableAside(batch: Batch): Promise<boolean> {
    const readable: ChosenFile[] = [];
    const lost: ChosenFile[] = [];
    for (const chosen of batch.files) ((await isReadable(chosen)) ? readable : lost).push(chosen);
    if (lost.length === 0) return false;
    this.refuseAll({ files: lost, bytes: bytesOf(lost) }, { kind: "unreadable" });
    this.queue.unshift(...intoBatches(readable));
    return true;
  }

  private refuseAll(batch: Batch, reason: Reason): void {
    const these = batch.files.map(({ path }) => ({ name: path, reason }));
    this.settle(batch, { refused: [...this.progress.refused, ...these] });
  }

  private settle(batch: Batch, change: Partial<UploadProgress>): void {
    this.inFlight.delete(batch);
    this.bytesSettled += batch.bytes;
    this.tell({ ...change, filesSettled: this.progress.filesSettled + batch.files.length });
  }

  private phase(): UploadProgress["phase"] {
    if (this.abort.signal.aborted) return "cancelled";
    if (this.waiting > 0) return "waiting";
    if (this.busyLanes > 0) return "running";
    if (this.progress.stoppedBecause) return "stopped";
    return this.progress.files > 0 ? "done" : "idle";
  }

  private tell(change: Partial<UploadProgress>): void {
    this.progress = { ...this.progress, ...change };
    const sending = [...this.inFlight.values()].reduce((sum, bytes) => sum + bytes, 0);
    const bytesSent = Math.min(this.progress.bytes, this.bytesSettled + sending);
    this.progress = {
      ...this.progress,
      phase: this.phase(),
      bytesSent,
      fraction: this.progress.bytes > 0 ? bytesSent / this.progress.bytes : 0,
    };
    this.onChange(this.progress);
  }
}
