import type { Vec3 } from "@/geometry";
import type { ComparisonDescriptor } from "./descriptor";
import type { LoaderEvents } from "./loader-events";

export interface LoaderOptions {
  /** Longest side of a 3D texture (`engine.longestTextureSide`): finer levels are not asked for. */
  readonly longestTextureSide?: number;
  /** Requests under way at once. */
  readonly concurrency?: number;
}

/** Fetches the chunks of a comparison: all coarse levels first, then what is around the focus, then outwards. */
export class VolumeLoader {
  constructor(_options: LoaderOptions = {}) {}
  /** Starts loading; again with another descriptor: keeps what is known, adds what is new, drops what is gone. */
  open(_descriptor: ComparisonDescriptor): void {}
  /** Slabs near this point of common space come next. */
  setFocus(_common_mm: Vec3): void {}
  /** Projections come before the fine levels once somebody looks at them. */
  wantMip(_wanted: boolean): void {}
  /** Asks for everything again (after a lost graphics context, or after an error). */
  restart(): void {}
  on<E extends keyof LoaderEvents>(_event: E, _handler: LoaderEvents[E]): () => void {
    return () => undefined;
  }
  /** Ends all requests and workers. */
  close(): void {}
}

/** Starts the workers before the first descriptor is there; call it when the viewer's module loads. */
export function warmUp(): void {}
