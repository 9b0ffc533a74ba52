import { applyToPoint, centreMm, type Vec3 } from "@/geometry";
import type { ComparisonDescriptor } from "./descriptor";
import { fetchSlabs } from "./fetch-slab";
import { type FirstLook, firstSlabs, together } from "./first-look";
import type { LoaderEvents, LoadProgress } from "./loader-events";
import { voxelsOf } from "./slab-conversion";
import { inOrder } from "./slab-order";
import { type PlannedSlab, planSlabs } from "./slab-plan";
import { SlabQueue } from "./slab-queue";
import { type SlabSource, SlabWorkers } from "./slab-workers";

export interface LoaderOptions {
  /** Longest side of a 3D texture (`engine.longestTextureSide`): finer levels are not asked for. */
  readonly longestTextureSide?: number;
  /** Requests under way at once; browsers open six connections, one stays free for others. */
  readonly concurrency?: number;
  /** For tests. */
  readonly source?: SlabSource;
}

const CONCURRENCY = 5;
const LONGEST_TEXTURE_SIDE = 2048;

/**
 * Fetches the chunks of a comparison: what the first pictures cut, then all coarse levels, then what is around the
 * focus, then outwards.
 */
export class VolumeLoader {
  #source: SlabSource | null;
  readonly #longestTextureSide: number;
  readonly #queue: SlabQueue<PlannedSlab, Uint16Array<ArrayBuffer>>;
  readonly #handlers: { [E in keyof LoaderEvents]: Set<LoaderEvents[E]> } = {
    chunk: new Set(),
    progress: new Set(),
    error: new Set(),
  };
  #descriptor: ComparisonDescriptor | null = null;
  #focus_mm: Vec3 | null = null;
  #mipWanted = false;
  /** Until the first pictures are there nothing else is asked for. */
  #held = false;
  readonly #closed = new AbortController();

  constructor(options: LoaderOptions = {}) {
    this.#source = options.source ?? null;
    this.#longestTextureSide = options.longestTextureSide ?? LONGEST_TEXTURE_SIDE;
    this.#queue = new SlabQueue({
      concurrency: options.concurrency ?? CONCURRENCY,
      fetch: (slab, signal) => this.#workers().get(slab.request, signal),
      deliver: (slab, halfFloats) => this.#deliver(slab, halfFloats, false),
      order: (waiting) => this.#inOrder(waiting),
      progress: (progress) => this.#tell("progress", progress),
      failed: (error) => this.#tell("error", error),
    });
  }

  /**
   * Starts loading; again with another descriptor: keeps what is known, adds what is new, drops what is gone.
   *
   * With a first look only what those pictures need is asked for until `release()`: they get the whole machine.
   */
  open(descriptor: ComparisonDescriptor, look?: FirstLook): void {
    this.#descriptor = descriptor;
    this.#focus_mm ??= look?.focus_mm ?? firstFocus(descriptor);
    if (look) {
      this.#held = true;
      void this.#look(firstSlabs(descriptor, this.#longestTextureSide, look));
    }
    this.#queue.plan(planSlabs(descriptor, this.#longestTextureSide));
  }

  /** Slabs near this point of common space come next. */
  setFocus(common_mm: Vec3): void {
    this.#focus_mm = common_mm;
    this.#queue.reorder();
  }

  /** Projections come before the fine levels once somebody looks at them. */
  wantMip(wanted: boolean): void {
    this.#mipWanted = wanted;
    this.#queue.reorder();
  }

  /** The first picture is there: from now on everything is asked for. */
  release(): void {
    if (this.#held) {
      this.#held = false;
      this.#queue.reorder();
    }
  }

  /** Asks for everything again, after a lost graphics context. */
  restart(): void {
    this.#queue.restart();
  }

  /** Asks again for what could not be had. */
  retry(): void {
    this.#queue.retry();
  }

  progress(volume: string): LoadProgress {
    return this.#queue.progress(volume);
  }

  /** Returns the function that ends the subscription. */
  on<E extends keyof LoaderEvents>(event: E, handler: LoaderEvents[E]): () => void {
    this.#handlers[event].add(handler);
    return () => this.#handlers[event].delete(handler);
  }

  /** Ends all requests and workers. */
  close(): void {
    this.#closed.abort();
    this.#queue.close();
    this.#source?.close();
    for (const handlers of Object.values(this.#handlers)) {
      handlers.clear();
    }
  }

  #inOrder(waiting: readonly PlannedSlab[]): readonly PlannedSlab[] {
    if (!this.#descriptor || !this.#focus_mm || this.#held) {
      return [];
    }
    const wish = { focus_mm: this.#focus_mm, mipWanted: this.#mipWanted };
    return inOrder(waiting, this.#descriptor, wish);
  }

  async #look(slabs: readonly PlannedSlab[]): Promise<void> {
    const { signal } = this.#closed;
    // So few voxels are converted here sooner than a worker has started.
    const get = this.#source?.get.bind(this.#source) ?? fetchSlabs;
    try {
      const voxels = await get(together(slabs), signal);
      let at = 0;
      for (const slab of slabs) {
        const end = at + voxelsOf(slab.request.layouts);
        void this.#deliver(slab, voxels.subarray(at, end), true);
        at = end;
      }
      // They start while the pictures are drawn.
      if (!signal.aborted) this.#workers();
    } catch {
      // What could not be had together is asked for piece by piece, and there a failure is told.
      this.release();
    }
  }

  #workers(): SlabSource {
    this.#source ??= new SlabWorkers();
    return this.#source;
  }

  #deliver(
    slab: PlannedSlab,
    halfFloats: Uint16Array<ArrayBuffer>,
    ahead: boolean,
  ): Promise<unknown> {
    const { volume, level, firstSlice, slices, unit } = slab;
    const chunk = { volume, level, slab: slab.slab, firstSlice, slices, halfFloats, unit, ahead };
    return Promise.all([...this.#handlers.chunk].map((handler) => handler(chunk)));
  }

  #tell<E extends "progress" | "error">(event: E, told: Parameters<LoaderEvents[E]>[0]): void {
    for (const handler of this.#handlers[event] as Set<(one: typeof told) => void>) {
      handler(told);
    }
  }
}

/** Middle of the first body that there is, until somebody says where to look. */
function firstFocus({ time_points }: ComparisonDescriptor): Vec3 | null {
  for (const { ct, pet, to_common } of time_points) {
    const volume = ct ?? pet;
    const level = volume?.levels[0];
    if (volume && level) {
      return applyToPoint(to_common, volume.body_centre_mm ?? centreMm(level));
    }
  }
  return null;
}
