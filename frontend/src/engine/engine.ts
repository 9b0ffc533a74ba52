import type { Mat4 } from "@/geometry";
import { backgroundOf } from "./background";
import { DrawnPanes } from "./drawn-panes";
import { LabelSlot } from "./label-slot";
import { type EngineEvents, Listeners } from "./listeners";
import { MipLabelSlot } from "./mip-label-slot";
import { MipSlot } from "./mip-slot";
import { Painters } from "./painters";
import type { PaneSpec, Rect, Residency, SlicePane, SurfacePane } from "./panes";
import { type Slot, Slots } from "./slots";
import type {
  ChunkSource,
  LabelChunkSource,
  LabelSource,
  MipLabelsSource,
  MipSource,
  VolumeSource,
} from "./sources";
import { SurfaceSlot } from "./surface-slot";
import { UploadQueue } from "./upload-queue";
import { VolumeSlot } from "./volume-slot";
import { Zeroes } from "./zeroes";

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
  readonly #slots = new Slots();
  readonly #queue: UploadQueue;
  readonly #zeroes: Zeroes;
  readonly #drawn = new DrawnPanes();
  readonly #listeners = new Listeners();
  #painters: Painters;

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
    this.#painters = new Painters(gl);
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

  addLabels(key: string, labels: LabelSource, commonFromVolume: Mat4): void {
    this.removeVolume(key);
    this.#slots.set(
      key,
      new LabelSlot(this.#gl, labels, commonFromVolume, this.longestTextureSide, this.#zeroes),
    );
  }

  /** They lie where the MIP lies that is drawn with them. */
  addMipLabels(key: string, labels: MipLabelsSource): void {
    this.removeVolume(key);
    this.#slots.set(key, new MipLabelSlot(this.#gl, labels));
  }

  /** @throws RangeError when the bytes are no surfaces, or not whole. */
  addSurfaces(key: string, buffer: ArrayBuffer, commonFromVolume: Mat4): void {
    this.removeVolume(key);
    this.#slots.set(key, new SurfaceSlot(this.#gl, buffer, commonFromVolume));
    this.#listeners.tell("changed");
  }

  /**
   * `table`: RGBA, 4 bytes for each stored label value, of labels or of those of a MIP; A = 0 hides. No voxel is uploaded.
   * Give as many entries as there are values: lines are drawn faster where none is hidden.
   */
  setLabelColours(key: string, table: Uint8Array): void {
    const slot = this.#slots.of(LabelSlot, key) ?? this.#slots.of(MipLabelSlot, key);
    slot?.setColours(table);
    this.#listeners.tell("changed");
  }

  /** `table`: for each stored label value what is left of the projection where its maximum lies in it, 255 = all of it. */
  setMipStrength(key: string, table: Uint8Array): void {
    this.#slots.of(MipLabelSlot, key)?.setStrength(table);
    this.#listeners.tell("changed");
  }

  /** `table`: RGBA, 4 bytes for each number of a segment; A = 0 hides, below 255 is seen through. */
  setSurfaceColours(key: string, table: Uint8Array): void {
    this.#slots.of(SurfaceSlot, key)?.setColours(table);
    this.#listeners.tell("changed");
  }

  has(key: string): boolean {
    return this.#slots.get(key) !== undefined;
  }

  setTransform(key: string, commonFromVolume: Mat4): void {
    this.#slots.get(key)?.setTransform(commonFromVolume);
  }

  /** Frees what a key holds, whatever it is. */
  removeVolume(key: string): void {
    this.#queue.drop(key);
    this.#slots.delete(key);
  }

  removeLabels(key: string): void {
    this.removeVolume(key);
  }

  /**
   * Resolves when the voxels are in the texture: coarse ones at once, others a budget a frame. Chunks of unknown
   * volumes are ignored.
   */
  uploadChunk(chunk: ChunkSource): Promise<void> {
    const slot = this.#slots.of(VolumeSlot, chunk.volume) ?? this.#slots.of(MipSlot, chunk.volume);
    return this.#upload(chunk.volume, chunk.halfFloats.byteLength, slot?.isUrgent(chunk), () =>
      slot?.write(chunk),
    );
  }

  /** As `uploadChunk`, for labels. */
  uploadLabels(chunk: LabelChunkSource): Promise<void> {
    const { volume, labels } = chunk;
    const slot = this.#slots.of(LabelSlot, volume) ?? this.#slots.of(MipLabelSlot, volume);
    return this.#upload(volume, labels.byteLength, slot?.isUrgent(chunk), () => slot?.write(chunk));
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
    const signatures = panes.map((pane) => this.#slots.signatureOf(pane));
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
      this.#painters.paint(pane, this.#slots, () => this.#viewport(pane.rect));
    }
  }

  /** When the first picture is there: gets ready what the next ones will need. */
  prepare(): void {
    this.#painters.prepare();
  }

  /** Stored value of the labels under a device pixel of the canvas, origin at its top left; 0: none, or outside of the pane. */
  labelAt(pane: SlicePane, x: number, y: number): number {
    return this.#gl.isContextLost() ? 0 : this.#painters.labelAt(pane, this.#slots, x, y);
  }

  /** Number of the segment whose surface lies under a device pixel of the canvas; 0: none. What is seen through counts last. */
  surfaceAt(pane: SurfacePane, x: number, y: number): number {
    return this.#gl.isContextLost() ? 0 : this.#painters.surfaceAt(pane, this.#slots, x, y);
  }

  residency(key: string): Residency {
    return this.#slots.get(key)?.residency ?? ABSENT;
  }

  /** Whether all that this pane shows of CT and PET is there, if only from the coarse level. */
  isWholeAt(pane: SlicePane): boolean {
    return this.#slots.isWholeAt(pane);
  }

  /** Whether any layer of this pane is, somewhere in the picture, drawn from less than the original voxels, or not yet. */
  isCoarseAt(pane: PaneSpec): boolean {
    return this.#slots.isCoarseAt(pane);
  }

  /** Returns the function that ends the subscription. */
  on<E extends keyof EngineEvents>(event: E, handler: EngineEvents[E]): () => void {
    return this.#listeners.add(event, handler);
  }

  /** Frees everything; the context itself goes with the canvas. */
  dispose(): void {
    this.canvas.removeEventListener("webglcontextlost", this.#onLost);
    this.canvas.removeEventListener("webglcontextrestored", this.#onRestored);
    for (const key of this.#slots.keys()) {
      this.removeVolume(key);
    }
    this.#zeroes.free();
    this.#painters.dispose();
    this.#listeners.clear();
  }

  /** `urgent` is undefined when there is nothing to write to. */
  #upload(key: string, bytes: number, urgent: boolean | undefined, write: () => void) {
    if (urgent === undefined || this.#gl.isContextLost()) {
      return Promise.resolve();
    }
    if (urgent) {
      write();
      this.#listeners.tell("changed");
      return Promise.resolve();
    }
    return this.#queue.add(key, bytes, write);
  }

  readonly #onLost = (event: Event): void => {
    // Without this the browser never gives the context back.
    event.preventDefault();
    this.#queue.drop();
    this.#zeroes.free();
    this.#drawn.forget();
    for (const slot of this.#slots.all()) {
      slot.clear();
    }
    this.#listeners.tell("lost");
  };

  readonly #onRestored = (): void => {
    this.#painters = new Painters(this.#gl);
    this.#listeners.tell("restored");
  };

  #afterUploads(): void {
    const waits = (slot: Slot) => "isAllocated" in slot && !slot.isAllocated;
    if (!this.#slots.all().some(waits)) {
      this.#zeroes.free();
    }
    this.#listeners.tell("changed");
  }

  #viewport({ x, y, width, height }: Rect): readonly [left: number, bottom: number] {
    const bottom = this.canvas.height - y - height;
    this.#gl.viewport(x, bottom, width, height);
    this.#gl.scissor(x, bottom, width, height);
    return [x, bottom];
  }
}
