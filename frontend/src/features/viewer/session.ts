/**
 * The pictures of one visit: canvas, engine and loader, alive before React has rendered anything.
 *
 * The canvas is made here and only later put into the page, so that the first voxels can already be in its textures.
 */
import { Engine } from "@/engine";
import type { Mat4 } from "@/geometry";
import { type ComparisonDescriptor, type LoadError, VolumeLoader } from "@/volumes";

export class ViewerSession {
  readonly canvas = document.createElement("canvas");
  readonly engine: Engine;
  readonly loader: VolumeLoader;
  /** Called when something new can be drawn. */
  onChange: () => void = () => undefined;
  onError: (error: LoadError) => void = () => undefined;
  onLost: (lost: boolean) => void = () => undefined;
  /** Volumes and MIPs that are known to the engine, with the transform they were given. */
  private readonly known = new Map<string, Mat4>();
  private closed = false;

  /** @throws Error when the browser has no WebGL2. */
  constructor() {
    this.engine = new Engine(this.canvas);
    this.loader = new VolumeLoader({ longestTextureSide: this.engine.longestTextureSide });
    this.loader.on("chunk", (chunk) => (this.closed ? undefined : this.engine.uploadChunk(chunk)));
    this.loader.on("progress", () => this.onChange());
    this.loader.on("error", (error) => this.onError(error));
    this.engine.on("changed", () => this.onChange());
    this.engine.on("lost", () => this.onLost(true));
    this.engine.on("restored", () => {
      this.loader.restart();
      this.onLost(false);
      this.onChange();
    });
  }

  /** Shows these examinations; again with another descriptor to show what has been prepared meanwhile. */
  open(descriptor: ComparisonDescriptor): void {
    const wanted = new Set<string>();
    for (const { ct, pet, mip, to_common } of descriptor.time_points) {
      for (const volume of [ct, pet]) {
        if (!volume) continue;
        wanted.add(volume.id);
        if (!this.known.has(volume.id)) this.engine.addVolume(volume.id, volume, to_common);
        this.known.set(volume.id, this.known.get(volume.id) ?? to_common);
      }
      if (!mip) continue;
      wanted.add(mip.id);
      if (!this.known.has(mip.id)) this.engine.addMip(mip.id, mip, to_common);
      this.known.set(mip.id, this.known.get(mip.id) ?? to_common);
    }
    for (const id of this.known.keys()) {
      if (wanted.has(id)) continue;
      this.engine.removeVolume(id);
      this.known.delete(id);
    }
    this.loader.open(descriptor);
  }

  /** Moves a time point's volumes where its placement says. */
  place(ids: readonly string[], toCommon: Mat4): void {
    for (const id of ids) {
      if (!this.known.has(id) || this.known.get(id) === toCommon) continue;
      this.known.set(id, toCommon);
      this.engine.setTransform(id, toCommon);
    }
  }

  close(): void {
    if (this.closed) return;
    this.closed = true;
    this.loader.close();
    this.engine.dispose();
    this.canvas.remove();
  }
}
