import { applyToPoint, centreMm, type Vec3 } from "@/geometry";
import type { ComparisonDescriptor } from "./descriptor";
import { SlabFailure } from "./fetch-slab";
import type { LoaderEvents, LoadProgress } from "./loader-events";
import { inOrder } from "./slab-order";
import { type PlannedSlab, planSlabs } from "./slab-plan";
import { type SlabSource, takeWorkers } from "./slab-workers";

export interface LoaderOptions {
  /** Longest side of a 3D texture (`engine.longestTextureSide`): finer levels are not asked for. */
  readonly longestTextureSide?: number;
  /** Requests under way at once; browsers open six connections, one stays free for others. */
  readonly concurrency?: number;
  /** Nothing finer than the coarse levels is asked for until `release()`: the first picture gets the whole machine. */
  readonly coarseOnly?: boolean;
  /** For tests. */
  readonly source?: SlabSource;
}

const CONCURRENCY = 5;
const LONGEST_TEXTURE_SIDE = 2048;

type State = "waiting" | "under way" | "delivered" | "failed";

interface Entry {
  readonly slab: PlannedSlab;
  state: State;
}

function keyOf({ volume, level, slab }: PlannedSlab): string {
  return `${volume} ${level} ${slab}`;
}

/** Fetches the chunks of a comparison: all coarse levels first, then what is around the focus, then outwards. */
export class VolumeLoader {
  readonly #source: SlabSource;
  readonly #longestTextureSide: number;
  readonly #concurrency: number;
  readonly #handlers: { [E in keyof LoaderEvents]: Set<LoaderEvents[E]> } = {
    chunk: new Set(),
    progress: new Set(),
    error: new Set(),
  };
  #entries = new Map<string, Entry>();
  #descriptor: ComparisonDescriptor | null = null;
  #focus_mm: Vec3 | null = null;
  #mipWanted = false;
  #coarseOnly: boolean;
  #underWay = 0;
  #controller = new AbortController();
  /** Waiting slabs, the next one first; null when the order is to be found again. */
  #order: PlannedSlab[] | null = null;

  constructor(options: LoaderOptions = {}) {
    this.#source = options.source ?? takeWorkers();
    this.#longestTextureSide = options.longestTextureSide ?? LONGEST_TEXTURE_SIDE;
    this.#concurrency = options.concurrency ?? CONCURRENCY;
    this.#coarseOnly = options.coarseOnly ?? false;
  }

  /** Starts loading; again with another descriptor: keeps what is known, adds what is new, drops what is gone. */
  open(descriptor: ComparisonDescriptor): void {
    this.#descriptor = descriptor;
    const known = this.#entries;
    this.#entries = new Map(
      planSlabs(descriptor, this.#longestTextureSide).map((slab) => {
        const key = keyOf(slab);
        return [key, known.get(key) ?? { slab, state: "waiting" }];
      }),
    );
    this.#focus_mm ??= firstFocus(descriptor);
    this.#reorder();
  }

  /** Slabs near this point of common space come next. */
  setFocus(common_mm: Vec3): void {
    this.#focus_mm = common_mm;
    this.#reorder();
  }

  /** Projections come before the fine levels once somebody looks at them. */
  wantMip(wanted: boolean): void {
    this.#mipWanted = wanted;
    this.#reorder();
  }

  /** The first picture is there: from now on everything is asked for. */
  release(): void {
    if (this.#coarseOnly) {
      this.#coarseOnly = false;
      this.#reorder();
    }
  }

  /** Asks for everything again, after a lost graphics context. */
  restart(): void {
    this.#controller.abort();
    this.#controller = new AbortController();
    this.#entries = new Map(
      [...this.#entries].map(([key, { slab }]) => [key, { slab, state: "waiting" as const }]),
    );
    this.#reorder();
  }

  /** Asks again for what could not be had. */
  retry(): void {
    for (const entry of this.#entries.values()) {
      if (entry.state === "failed") {
        entry.state = "waiting";
      }
    }
    this.#reorder();
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

  /** Returns the function that ends the subscription. */
  on<E extends keyof LoaderEvents>(event: E, handler: LoaderEvents[E]): () => void {
    this.#handlers[event].add(handler);
    return () => this.#handlers[event].delete(handler);
  }

  /** Ends all requests and workers. */
  close(): void {
    this.#entries.clear();
    this.#controller.abort();
    this.#source.close();
    for (const handlers of Object.values(this.#handlers)) {
      handlers.clear();
    }
  }

  #reorder(): void {
    this.#order = null;
    this.#fill();
  }

  #fill(): void {
    while (this.#underWay < this.#concurrency) {
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

  #next(): Entry | undefined {
    if (!this.#descriptor || !this.#focus_mm) {
      return undefined;
    }
    if (!this.#order) {
      const waiting = [...this.#entries.values()].filter(
        ({ state, slab }) => state === "waiting" && (!this.#coarseOnly || slab.kind === "coarse"),
      );
      const slabs = waiting.map(({ slab }) => slab);
      const wish = { focus_mm: this.#focus_mm, mipWanted: this.#mipWanted };
      this.#order = [...inOrder(slabs, this.#descriptor, wish)];
    }
    const slab = this.#order.shift();
    return slab && this.#entries.get(keyOf(slab));
  }

  async #load(entry: Entry, signal: AbortSignal): Promise<void> {
    const { slab } = entry;
    const { volume, level, firstSlice, slices, unit } = slab;
    const wanted = () => !signal.aborted && this.#entries.get(keyOf(slab)) === entry;
    let halfFloats: Uint16Array<ArrayBuffer>;
    try {
      halfFloats = await this.#source.get(slab.request, signal);
    } catch (error) {
      if (wanted()) {
        entry.state = "failed";
        this.#tellFailure(volume, error);
      }
      return;
    }
    if (!wanted()) {
      return;
    }
    const chunk = { volume, level, slab: slab.slab, firstSlice, slices, halfFloats, unit };
    await Promise.all([...this.#handlers.chunk].map((handler) => handler(chunk)));
    entry.state = "delivered";
    for (const handler of this.#handlers.progress) {
      handler(this.progress(volume));
    }
  }

  #tellFailure(volume: string, error: unknown): void {
    const { code, status } =
      error instanceof SlabFailure ? error : new SlabFailure("unreachable", null);
    for (const handler of this.#handlers.error) {
      handler({ volume, code, status });
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
