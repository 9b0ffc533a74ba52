import { SlabFailure } from "./fetch-slab";
import type { LoadError, LoadProgress } from "./loader-events";

/** What a queue must know of a chunk. */
export interface QueuedSlab {
  readonly volume: string;
  readonly level: number;
  readonly slab: number;
  readonly kind: "coarse" | "full" | "mip";
}

export interface QueueWork<S extends QueuedSlab, V> {
  /** Requests under way at once. */
  readonly concurrency: number;
  fetch(slab: S, signal: AbortSignal): Promise<V>;
  /** The next request waits until the voxels have found their place: memory stays bounded. */
  deliver(slab: S, voxels: V): Promise<unknown>;
  /** What may be asked for now, the next one first. */
  order(waiting: readonly S[]): readonly S[];
  progress(progress: LoadProgress): void;
  failed(error: LoadError): void;
}

interface Entry<S> {
  readonly slab: S;
  state: "waiting" | "under way" | "delivered" | "failed";
}

function keyOf({ volume, level, slab }: QueuedSlab): string {
  return `${volume} ${level} ${slab}`;
}

/** Which chunks are there, which are under way, and which one comes next. */
export class SlabQueue<S extends QueuedSlab, V> {
  readonly #work: QueueWork<S, V>;
  #entries = new Map<string, Entry<S>>();
  #underWay = 0;
  #controller = new AbortController();
  /** Waiting slabs, the next one first; null when the order is to be found again. */
  #order: S[] | null = null;

  constructor(work: QueueWork<S, V>) {
    this.#work = work;
  }

  /** Keeps what is known, adds what is new, drops what is gone. */
  plan(slabs: readonly S[]): void {
    const known = this.#entries;
    this.#entries = new Map(
      slabs.map((slab) => {
        const key = keyOf(slab);
        return [key, known.get(key) ?? { slab, state: "waiting" }];
      }),
    );
    this.reorder();
  }

  /** Another order, or more allowed than before. */
  reorder(): void {
    this.#order = null;
    this.#fill();
  }

  /** Asks for everything again. */
  restart(): void {
    this.#controller.abort();
    this.#controller = new AbortController();
    this.#entries = new Map(
      [...this.#entries].map(([key, { slab }]) => [key, { slab, state: "waiting" as const }]),
    );
    this.reorder();
  }

  /** Asks again for what could not be had. */
  retry(): void {
    for (const entry of this.#entries.values()) {
      if (entry.state === "failed") {
        entry.state = "waiting";
      }
    }
    this.reorder();
  }

  progress(volume: string): LoadProgress {
    const slabs = [...this.#entries.values()].filter((entry) => entry.slab.volume === volume);
    const full = slabs.filter(({ slab }) => slab.kind !== "coarse");
    const there = full.filter(({ state }) => state === "delivered").length;
    return {
      volume,
      coarse: slabs.some(({ state }) => state === "delivered"),
      complete: full.length > 0 && there === full.length,
      fraction: full.length > 0 ? there / full.length : 0,
    };
  }

  close(): void {
    this.#entries.clear();
    this.#controller.abort();
  }

  #fill(): void {
    while (this.#underWay < this.#work.concurrency) {
      const entry = this.#next();
      if (!entry) {
        return;
      }
      entry.state = "under way";
      this.#underWay += 1;
      void this.#load(entry, this.#controller.signal).finally(() => {
        this.#underWay -= 1;
        this.#fill();
      });
    }
  }

  #next(): Entry<S> | undefined {
    if (!this.#order) {
      const waiting = [...this.#entries.values()].filter(({ state }) => state === "waiting");
      this.#order = [...this.#work.order(waiting.map(({ slab }) => slab))];
    }
    const slab = this.#order.shift();
    return slab && this.#entries.get(keyOf(slab));
  }

  async #load(entry: Entry<S>, signal: AbortSignal): Promise<void> {
    const { slab } = entry;
    const wanted = () => !signal.aborted && this.#entries.get(keyOf(slab)) === entry;
    let voxels: V;
    try {
      voxels = await this.#work.fetch(slab, signal);
    } catch (error) {
      if (wanted()) {
        entry.state = "failed";
        this.#tellFailure(slab.volume, error);
      }
      return;
    }
    if (!wanted()) {
      return;
    }
    await this.#work.deliver(slab, voxels);
    entry.state = "delivered";
    this.#work.progress(this.progress(slab.volume));
  }

  #tellFailure(volume: string, error: unknown): void {
    const { code, status } =
      error instanceof SlabFailure ? error : new SlabFailure("unreachable", null);
    this.#work.failed({ volume, code, status });
  }
}
