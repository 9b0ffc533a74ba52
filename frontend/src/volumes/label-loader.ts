import type { Vec3 } from "@/geometry";
import { fetchBytes } from "./fetch-slab";
import {
  labelsInOrder,
  type OpenedLabels,
  type OpenedMipLabels,
  type PlannedLabels,
  planLabels,
} from "./label-plan";
import type { LabelLoaderEvents, LoadProgress } from "./loader-events";
import { SlabQueue } from "./slab-queue";

export interface LabelLoaderOptions {
  /** Longest side of a 3D texture (`engine.longestTextureSide`): finer levels are not asked for. */
  readonly longestTextureSide?: number;
  /** Requests under way at once; fewer than for CT and PET, whose pictures come first. */
  readonly concurrency?: number;
  /** For tests. */
  readonly fetchBytes?: (url: string, bytes: number, signal: AbortSignal) => Promise<ArrayBuffer>;
}

/** One for each of the usual four time points. */
const CONCURRENCY = 4;
const LONGEST_TEXTURE_SIDE = 2048;

/**
 * Fetches label volumes: the coarse levels of all of them first, then the slabs around the focus, then outwards.
 * Labels are stored as they are shown and the browser decompresses what it fetches, outside the thread that draws:
 * there is nothing left to do for a worker.
 */
export class LabelLoader {
  readonly #longestTextureSide: number;
  readonly #queue: SlabQueue<PlannedLabels, ArrayBuffer>;
  readonly #handlers: { [E in keyof LabelLoaderEvents]: Set<LabelLoaderEvents[E]> } = {
    chunk: new Set(),
    progress: new Set(),
    error: new Set(),
  };
  #volumes: readonly OpenedLabels[] = [];
  #focus_mm: Vec3 | null = null;

  constructor(options: LabelLoaderOptions = {}) {
    this.#longestTextureSide = options.longestTextureSide ?? LONGEST_TEXTURE_SIDE;
    const get = options.fetchBytes ?? fetchBytes;
    this.#queue = new SlabQueue({
      concurrency: options.concurrency ?? CONCURRENCY,
      fetch: (slab, signal) => get(slab.url, slab.bytes, signal),
      deliver: (slab, bytes) => this.#deliver(slab, bytes),
      order: (waiting) => labelsInOrder(waiting, this.#volumes, this.#focus_mm),
      progress: (progress) => this.#tell("progress", progress),
      failed: (error) => this.#tell("error", error),
    });
  }

  /** Starts loading; again with others: keeps what is known, adds what is new, drops what is gone. */
  open(volumes: readonly OpenedLabels[], mips: readonly OpenedMipLabels[] = []): void {
    this.#volumes = volumes;
    this.#queue.plan(planLabels(volumes, mips, this.#longestTextureSide));
  }

  /** Slabs near this point of common space come next. */
  setFocus(common_mm: Vec3): void {
    this.#focus_mm = common_mm;
    this.#queue.reorder();
  }

  /** Asks for everything again, after a lost graphics context. */
  restart(): void {
    this.#queue.restart();
  }

  /** Asks again for what could not be had. */
  retry(): void {
    this.#queue.retry();
  }

  progress(key: string): LoadProgress {
    return this.#queue.progress(key);
  }

  /** Returns the function that ends the subscription. */
  on<E extends keyof LabelLoaderEvents>(event: E, handler: LabelLoaderEvents[E]): () => void {
    this.#handlers[event].add(handler);
    return () => this.#handlers[event].delete(handler);
  }

  /** Ends all requests. */
  close(): void {
    this.#queue.close();
    for (const handlers of Object.values(this.#handlers)) {
      handlers.clear();
    }
  }

  #deliver(slab: PlannedLabels, bytes: ArrayBuffer): Promise<unknown> {
    const { volume, level, firstSlice, slices, dtype, voxels } = slab;
    const labels =
      dtype === "uint8" ? new Uint8Array(bytes, 0, voxels) : new Uint16Array(bytes, 0, voxels);
    const chunk = { volume, level, slab: slab.slab, firstSlice, slices, labels };
    return Promise.all([...this.#handlers.chunk].map((handler) => handler(chunk)));
  }

  #tell<E extends "progress" | "error">(event: E, told: Parameters<LabelLoaderEvents[E]>[0]): void {
    for (const handler of this.#handlers[event] as Set<(one: typeof told) => void>) {
      handler(told);
    }
  }
}
