import { SlabFailure, type SlabRequest } from "./fetch-slab";
import type { FromWorker, ToWorker } from "./slab-worker";

/** Where slabs come from; the loader does not know that there are workers. */
export interface SlabSource {
  get(request: SlabRequest, signal: AbortSignal): Promise<Uint16Array<ArrayBuffer>>;
  close(): void;
}

interface Job {
  readonly worker: number;
  readonly resolve: (halfFloats: Uint16Array<ArrayBuffer>) => void;
  readonly reject: (failure: SlabFailure) => void;
}

const MOST_WORKERS = 2;

/** Workers that fetch and convert, so that neither bytes nor loops touch the thread that draws. */
export class SlabWorkers implements SlabSource {
  readonly #workers: Worker[] = [];
  readonly #most = Math.min(MOST_WORKERS, Math.max(1, navigator.hardwareConcurrency ?? 1));
  readonly #jobs = new Map<number, Job>();
  #next = 0;

  constructor() {
    this.#workers.push(this.#start(0));
  }

  get(request: SlabRequest, signal: AbortSignal): Promise<Uint16Array<ArrayBuffer>> {
    const job = this.#next++;
    const worker = this.#leastBusy();
    return new Promise((resolve, reject) => {
      const cancel = () => {
        this.#post(worker, { cancel: job });
        this.#jobs.delete(job);
        reject(new SlabFailure("unreachable", null));
      };
      if (signal.aborted) {
        cancel();
        return;
      }
      signal.addEventListener("abort", cancel, { once: true });
      const end = () => signal.removeEventListener("abort", cancel);
      this.#jobs.set(job, {
        worker,
        resolve: (halfFloats) => {
          end();
          resolve(halfFloats);
        },
        reject: (failure) => {
          end();
          reject(failure);
        },
      });
      this.#post(worker, { job, request });
    });
  }

  close(): void {
    for (const worker of this.#workers) {
      worker.terminate();
    }
    for (const job of this.#jobs.values()) {
      job.reject(new SlabFailure("unreachable", null));
    }
    this.#jobs.clear();
  }

  #start(index: number): Worker {
    const worker = new Worker(new URL("./slab-worker.ts", import.meta.url), { type: "module" });
    worker.addEventListener("message", ({ data }: MessageEvent<FromWorker>) => {
      const job = this.#jobs.get(data.job);
      this.#jobs.delete(data.job);
      if ("halfFloats" in data) {
        job?.resolve(data.halfFloats);
      } else {
        job?.reject(new SlabFailure(data.code, data.status));
      }
    });
    // The script of the worker could not be loaded, or it broke: its jobs will never be answered.
    worker.addEventListener("error", () => {
      for (const [number, job] of this.#jobs) {
        if (job.worker === index) {
          this.#jobs.delete(number);
          job.reject(new SlabFailure("unreachable", null));
        }
      }
    });
    return worker;
  }

  #post(worker: number, message: ToWorker): void {
    this.#workers[worker]?.postMessage(message);
  }

  /** The first one that has nothing to do, a new one while there may be more, or the one that has least. */
  #leastBusy(): number {
    const busy = this.#workers.map(() => 0);
    for (const { worker } of this.#jobs.values()) {
      busy[worker] = (busy[worker] ?? 0) + 1;
    }
    const least = Math.min(...busy);
    if (least > 0 && busy.length < this.#most) {
      return this.#workers.push(this.#start(busy.length)) - 1;
    }
    return busy.indexOf(least);
  }
}
