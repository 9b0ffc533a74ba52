import type { Mat4 } from "@/geometry";
import { backgroundOf } from "./background";
import { COLOUR_MAPS, colourMapTexels } from "./colour-maps";
import { DrawnPanes, signatureOf } from "./drawn-panes";
import { type MipSampling, MipSlot } from "./mip-slot";
import { PanePainter, volumesOf } from "./pane-painter";
import type { MipPane, PaneSpec, Rect, Residency, SlicePane } from "./panes";
import { Programs, TEXTURE_UNITS } from "./programs";
import type { ChunkSource, MipSource, VolumeSource } from "./sources";
import { UploadQueue } from "./upload-queue";
import { type Sampling, VolumeSlot } from "./volume-slot";
import { Zeroes } from "./zeroes";

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
  /** For tests: what the graphics card is said to hold. */
  readonly longestTextureSide?: number;
}

const UPLOAD_BYTES_PER_FRAME = 16_000_000;

const ABSENT: Residency = { coarse: false, complete: false, fraction: 0, reduced: false };

/** Draws all panes of a page from shared textures: one canvas, one WebGL2 context. */
export class Engine {
  readonly canvas: HTMLCanvasElement;
  /** Longest side of a 3D texture here; give it to the loader, which then asks for what fits. */
  readonly longestTextureSide: number;
  readonly #gl: WebGL2RenderingContext;
  readonly #slots = new Map<string, VolumeSlot | MipSlot>();
  readonly #queue: UploadQueue;
  readonly #zeroes: Zeroes;
  readonly #drawn = new DrawnPanes();
  readonly #handlers = {
    changed: new Set<() => void>(),
    lost: new Set<() => void>(),
    restored: new Set<() => void>(),
  };
  #programs: Programs;
  #painter: PanePainter;

  /** @throws Error when the browser has no WebGL2. */
  constructor(canvas: HTMLCanvasElement, options: EngineOptions = {}) {
    const gl = canvas.getContext("webgl2", {
      alpha: false,
      antialias: false,
      depth: false,
      stencil: false,
      // Panes that do not change are not drawn again.
      preserveDrawingBuffer: true,
      powerPreference: "high-performance",
    });
    if (!gl) {
      throw new Error("this browser has no WebGL2");
    }
    this.canvas = canvas;
    this.#gl = gl;
    this.longestTextureSide =
      options.longestTextureSide ?? Number(gl.getParameter(gl.MAX_3D_TEXTURE_SIZE));
    this.#zeroes = new Zeroes(gl);
    this.#queue = new UploadQueue(options.uploadBytesPerFrame ?? UPLOAD_BYTES_PER_FRAME, () =>
      this.#afterUploads(),
    );
    this.#programs = this.#start();
    this.#painter = new PanePainter(gl, this.#programs);
    canvas.addEventListener("webglcontextlost", this.#onLost);
    canvas.addEventListener("webglcontextrestored", this.#onRestored);
  }

  /** Size of the canvas in device pixels; it is empty until the next `draw`. */
  resize(width: number, height: number): void {
    if (this.canvas.width !== width || this.canvas.height !== height) {
      this.canvas.width = width;
      this.canvas.height = height;
      this.#drawn.forget();
    }
  }

  addVolume(key: string, volume: VolumeSource, commonFromVolume: Mat4): void {
    this.removeVolume(key);
    this.#slots.set(
      key,
      new VolumeSlot(this.#gl, volume, commonFromVolume, this.longestTextureSide, this.#zeroes),
    );
  }

  addMip(key: string, mip: MipSource, commonFromVolume: Mat4): void {
    this.removeVolume(key);
    this.#slots.set(key, new MipSlot(this.#gl, mip, commonFromVolume));
  }

  has(key: string): boolean {
    return this.#slots.has(key);
  }

  setTransform(key: string, commonFromVolume: Mat4): void {
    this.#slots.get(key)?.setTransform(commonFromVolume);
  }

  /** Frees the textures of a volume or MIP. */
  removeVolume(key: string): void {
    this.#queue.drop(key);
    this.#slots.get(key)?.clear();
    this.#slots.delete(key);
  }

  /**
   * Resolves when the voxels are in the texture: coarse ones at once, others a budget a frame. Chunks of unknown
   * volumes are ignored.
   */
  uploadChunk(chunk: ChunkSource): Promise<void> {
    const slot = this.#slots.get(chunk.volume);
    if (!slot || this.#gl.isContextLost()) {
      return Promise.resolve();
    }
    if (slot.isUrgent(chunk)) {
      slot.write(chunk);
      this.#tell("changed");
      return Promise.resolve();
    }
    return this.#queue.add(chunk.volume, chunk.halfFloats.byteLength, () => slot.write(chunk));
  }

  /**
   * Draws now what differs from what is on the canvas; what no pane covers is black. Panes must not lie over each other.
   * A pane in the colours of a map is the map's zero where it has no voxels, or none yet.
   * @throws RangeError for a colour map that there is not.
   */
  draw(panes: readonly PaneSpec[]): void {
    const gl = this.#gl;
    if (gl.isContextLost()) {
      return;
    }
    const signatures = panes.map((pane) => signatureOf(pane, this.#samplings(pane)));
    const differences = this.#drawn.differences(this.canvas, panes, signatures);
    gl.clearColor(0, 0, 0, 1);
    if (differences === null) {
      gl.disable(gl.SCISSOR_TEST);
      gl.clear(gl.COLOR_BUFFER_BIT);
    }
    gl.enable(gl.SCISSOR_TEST);
    for (const pane of differences?.map((n) => panes[n] as PaneSpec) ?? panes) {
      this.#viewport(pane.rect);
      const [red, green, blue] = backgroundOf(pane);
      if (differences || red + green + blue > 0) {
        gl.clearColor(red, green, blue, 1);
        gl.clear(gl.COLOR_BUFFER_BIT);
      }
      if (pane.kind === "slice") {
        this.#painter.slice(pane, this.#sampling);
        continue;
      }
      const sampling = this.#mipSampling(pane);
      if (sampling) {
        this.#painter.mip(pane, sampling);
      }
    }
  }

  residency(key: string): Residency {
    return this.#slots.get(key)?.residency ?? ABSENT;
  }

  /** Whether any layer of this pane is, somewhere in the picture, drawn from less than the original voxels, or not yet. */
  isCoarseAt(pane: PaneSpec): boolean {
    if (pane.kind === "mip") {
      return !this.residency(pane.mip).complete;
    }
    return volumesOf(pane).some((volume) => this.#sampling(volume, pane)?.isCoarse ?? true);
  }

  /** Returns the function that ends the subscription. */
  on<E extends keyof EngineEvents>(event: E, handler: EngineEvents[E]): () => void {
    this.#handlers[event].add(handler);
    return () => this.#handlers[event].delete(handler);
  }

  /** Frees everything; the context itself goes with the canvas. */
  dispose(): void {
    this.canvas.removeEventListener("webglcontextlost", this.#onLost);
    this.canvas.removeEventListener("webglcontextrestored", this.#onRestored);
    for (const key of [...this.#slots.keys()]) {
      this.removeVolume(key);
    }
    this.#zeroes.free();
    this.#programs.dispose();
    for (const handlers of Object.values(this.#handlers)) {
      handlers.clear();
    }
  }

  readonly #sampling = (volume: string, pane: SlicePane): Sampling | null => {
    const slot = this.#slots.get(volume);
    return slot instanceof VolumeSlot
      ? slot.sampling(pane.view, pane.rect.width, pane.rect.height)
      : null;
  };

  #mipSampling(pane: MipPane): MipSampling | null {
    const slot = this.#slots.get(pane.mip);
    return slot instanceof MipSlot ? slot.sampling(pane) : null;
  }

  #samplings(pane: PaneSpec): readonly (Sampling | MipSampling | null)[] {
    return pane.kind === "mip"
      ? [this.#mipSampling(pane)]
      : volumesOf(pane).map((volume) => this.#sampling(volume, pane));
  }

  readonly #onLost = (event: Event): void => {
    // Without this the browser never gives the context back.
    event.preventDefault();
    this.#queue.drop();
    this.#zeroes.free();
    this.#drawn.forget();
    for (const slot of this.#slots.values()) {
      slot.clear();
    }
    this.#tell("lost");
  };

  readonly #onRestored = (): void => {
    this.#programs = this.#start();
    this.#painter = new PanePainter(this.#gl, this.#programs);
    this.#tell("restored");
  };

  #start(): Programs {
    const gl = this.#gl;
    const programs = new Programs(gl);
    gl.activeTexture(gl.TEXTURE0 + TEXTURE_UNITS.maps);
    gl.bindTexture(gl.TEXTURE_2D, gl.createTexture());
    gl.texStorage2D(gl.TEXTURE_2D, 1, gl.RGBA8, 256, COLOUR_MAPS.length);
    gl.texSubImage2D(
      gl.TEXTURE_2D,
      0,
      0,
      0,
      256,
      COLOUR_MAPS.length,
      gl.RGBA,
      gl.UNSIGNED_BYTE,
      colourMapTexels(),
    );
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, gl.NEAREST);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MAG_FILTER, gl.NEAREST);
    return programs;
  }

  #afterUploads(): void {
    const slots = [...this.#slots.values()];
    if (slots.every((slot) => slot instanceof MipSlot || slot.isAllocated)) {
      this.#zeroes.free();
    }
    this.#tell("changed");
  }

  #viewport({ x, y, width, height }: Rect): void {
    const bottom = this.canvas.height - y - height;
    this.#gl.viewport(x, bottom, width, height);
    this.#gl.scissor(x, bottom, width, height);
  }

  #tell(event: keyof EngineEvents): void {
    for (const handler of this.#handlers[event]) {
      handler();
    }
  }
}
