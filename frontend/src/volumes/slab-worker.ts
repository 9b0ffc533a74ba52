import { fetchSlabs, SlabFailure, type SlabRequest } from "./fetch-slab";
import type { LoadErrorCode } from "./loader-events";

/** To the worker: slabs to fetch, or the number of one that is no longer wanted. */
export type ToWorker =
  | { readonly job: number; readonly request: SlabRequest }
  | { readonly cancel: number };

export type FromWorker =
  | { readonly job: number; readonly halfFloats: Uint16Array<ArrayBuffer> }
  | { readonly job: number; readonly code: LoadErrorCode; readonly status: number | null };

const underWay = new Map<number, AbortController>();

async function work(job: number, request: SlabRequest): Promise<void> {
  const controller = new AbortController();
  underWay.set(job, controller);
  try {
    const halfFloats = await fetchSlabs(request, controller.signal);
    const answer: FromWorker = { job, halfFloats };
    self.postMessage(answer, { transfer: [halfFloats.buffer] });
  } catch (error) {
    const { code, status } =
      error instanceof SlabFailure ? error : new SlabFailure("unreachable", null);
    const answer: FromWorker = { job, code, status };
    self.postMessage(answer);
  } finally {
    underWay.delete(job);
  }
}

self.addEventListener("message", ({ data }: MessageEvent<ToWorker>) => {
  if ("cancel" in data) {
    underWay.get(data.cancel)?.abort();
  } else {
    void work(data.job, data.request);
  }
});
