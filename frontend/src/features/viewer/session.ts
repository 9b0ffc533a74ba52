/**
 * The pictures of one visit: canvas, engine and loader, alive before React has rendered anything.
 *
 * The canvas is made here and only later put into the page, so that the first voxels can already be in its textures.
 */
import { Engine } from "@/engine";
import type { Mat4 } from "@/geometry";
import { type ComparisonStore, createComparisonStore } from "@/state/comparison";
import { comparisonStart } from "@/state/start";
import { type ComparisonDescriptor, type LoadError, VolumeLoader } from "@/volumes";
import type { OrganSession } from "./organs/organSession";

/** What nearly every graphics card can do; one that cannot gets a loader of its own. */
const USUAL_TEXTURE_SIDE = 2048;
/** Where nothing is drawn (a hidden tab, an examination that is being prepared) the rest comes all the same. */
const LONGEST_WAIT_FOR_A_PICTURE_MS = 1500;

export class ViewerSession {
  readonly canvas = document.createElement("canvas");
  loader = this.newLoader(USUAL_TEXTURE_SIDE);
  /** Called when something new can be drawn. */
  onChange: () => void = () => undefined;
  onError: (error: LoadError) => void = () => undefined;
  onLost: (lost: boolean) => void = () => undefined;
  onClosed: () => void = () => undefined;
  /** Volumes and MIPs that are known to the engine, with the transform they were given. */
  private readonly known = new Map<string, Mat4>();
  private closed = false;
  /** What is known and shown of organs; null until the first pictures are there. */
  organs: OrganSession | null = null;

  private madeStore: ComparisonStore | null = null;
  private madeEngine: Engine | null = null;
  private patience = 0;

  /** How it is looked at; made by the first `open`. @throws Error before that. */
  get store(): ComparisonStore {
    if (!this.madeStore) throw new Error("nothing has been opened yet");
    return this.madeStore;
  }

  /** Made when first needed. @throws Error when the browser has no WebGL2. */
  get engine(): Engine {
    this.madeEngine ??= this.newEngine();
    return this.madeEngine;
  }

  /** Shows these examinations; again with another descriptor to show what has been prepared meanwhile. */
  open(descriptor: ComparisonDescriptor): void {
    // The requests go out first: making the graphics context keeps this thread busy for a while.
    if (this.madeStore) this.loader.open(descriptor);
    else this.begin(descriptor);
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
  }

  private begin(descriptor: ComparisonDescriptor): void {
    this.madeStore = createComparisonStore(comparisonStart(descriptor));
    const { crosshair, placements } = this.madeStore.getState();
    const look = { focus_mm: crosshair, toCommon: placements.map(({ toCommon }) => toCommon) };
    this.loader.open(descriptor, look);
    this.patience = window.setTimeout(() => this.release(), LONGEST_WAIT_FOR_A_PICTURE_MS);
    const { longestTextureSide } = this.engine;
    if (longestTextureSide < USUAL_TEXTURE_SIDE) {
      this.loader.close();
      this.loader = this.newLoader(longestTextureSide);
      this.loader.open(descriptor, look);
    }
  }

  /** Moves a time point's volumes where its placement says. */
  place(ids: readonly string[], toCommon: Mat4): void {
    for (const id of ids) {
      if (!this.known.has(id) || this.known.get(id) === toCommon) continue;
      this.known.set(id, toCommon);
      this.engine.setTransform(id, toCommon);
    }
  }

  /** From now on everything is asked for. */
  release(): void {
    if (this.closed) return;
    clearTimeout(this.patience);
    this.loader.release();
    this.madeEngine?.prepare();
  }

  close(): void {
    if (this.closed) return;
    this.closed = true;
    clearTimeout(this.patience);
    this.loader.close();
    this.madeEngine?.dispose();
    this.canvas.remove();
    this.onClosed();
  }

  private newLoader(longestTextureSide: number): VolumeLoader {
    const loader = new VolumeLoader({ longestTextureSide });
    loader.on("chunk", (chunk) => (this.closed ? undefined : this.engine.uploadChunk(chunk)));
    loader.on("error", (error) => this.onError(error));
    return loader;
  }

  private newEngine(): Engine {
    const engine = new Engine(this.canvas);
    engine.on("changed", () => this.onChange());
    engine.on("lost", () => this.onLost(true));
    engine.on("restored", () => {
      this.loader.restart();
      this.onLost(false);
      this.onChange();
    });
    return engine;
  }
}
