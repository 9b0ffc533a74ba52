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
  readonly #workers: readonly Worker[];
  readonly #jobs = new Map<number, Job>();
  #next = 0;

  constructor() {
    const count = Math.min(MOST_WORKERS, Math.max(1, navigator.hardwareConcurrency ?? 1));
    this.#workers = Array.from({ length: count }, (_, index) => this.#start(index));
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

  #leastBusy(): number {
    const busy = this.#workers.map(() => 0);
    for (const { worker } of this.#jobs.values()) {
      busy[worker] = (busy[worker] ?? 0) + 1;
    }
    return busy.indexOf(Math.min(...busy));
  }
}

let warm: SlabWorkers | null = null;

/** Starts the workers before the first descriptor is there; call it when the viewer's module loads. */
export function warmUp(): void {
  warm ??= new SlabWorkers();
}

/** The warm workers if nobody has them yet, else new ones. */
export function takeWorkers(): SlabWorkers {
  const taken = warm ?? new SlabWorkers();
  warm = null;
  return taken;
}
