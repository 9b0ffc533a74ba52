import type { Mat4 } from "@/geometry";
import type { PaneSpec, Residency } from "./panes";
import type { ChunkSource, MipSource, VolumeSource } from "./sources";

export interface EngineEvents {
  /** New voxels are resident: draw again. */
  changed: () => void;
  /** The graphics card has forgotten everything; nothing can be drawn until "restored". */
  lost: () => void;
  /** Volumes are known but empty: ask the loader for all chunks again. */
  restored: () => void;
}

export interface EngineOptions {
  /** Most bytes copied into textures between two frames. */
  readonly uploadBytesPerFrame?: number;
}

/** Draws all panes of a page from shared textures: one canvas, one WebGL2 context. */
export class Engine {
  /** @throws Error when the browser has no WebGL2. */
  constructor(
    readonly canvas: HTMLCanvasElement,
    _options: EngineOptions = {},
  ) {}

  /** Longest side of a 3D texture here; give it to the loader, which then asks for what fits. */
  get longestTextureSide(): number {
    return 2048;
  }
  /** Size of the canvas in device pixels. */
  resize(_width: number, _height: number): void {}
  addVolume(_key: string, _volume: VolumeSource, _commonFromVolume: Mat4): void {}
  addMip(_key: string, _mip: MipSource, _commonFromVolume: Mat4): void {}
  setTransform(_key: string, _commonFromVolume: Mat4): void {}
  /** Frees the textures of a volume or MIP. */
  removeVolume(_key: string): void {}
  /** Resolves when the voxels are in the texture (coarse ones at once, others a budget at a time). Unknown keys are ignored. */
  uploadChunk(_chunk: ChunkSource): Promise<void> {
    return Promise.resolve();
  }
  /** Draws now; panes keep no state between calls. */
  draw(_panes: readonly PaneSpec[]): void {}
  residency(_key: string): Residency {
    return { coarse: false, complete: false, fraction: 0, reduced: false };
  }
  /** Whether any layer of this pane is, somewhere in the picture, drawn from less than the original voxels (or not yet at all). */
  isCoarseAt(_pane: PaneSpec): boolean {
    return true;
  }
  /** Returns the function that ends the subscription. */
  on<E extends keyof EngineEvents>(_event: E, _handler: EngineEvents[E]): () => void {
    return () => undefined;
  }
  dispose(): void {}
}
