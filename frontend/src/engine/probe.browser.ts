/**
 * A page without an application, for tests and measurements in a real browser: loads volumes through the real loader
 * into the real engine, draws the panes that it is told to, and gives the pixels back.
 */
import {
  type ComparisonDescriptor,
  LabelLoader,
  type LoadError,
  type OpenedLabels,
  type OpenedMipLabels,
  VolumeLoader,
} from "../volumes";
import { Engine } from "./engine";
import type { PaneSpec, SlicePane, SurfacePane } from "./panes";

const canvas = document.createElement("canvas");
document.body.append(canvas);

let engine: Engine;
let loader: VolumeLoader;
let labelLoader: LabelLoader | null = null;
const errors: LoadError[] = [];

function volumesOf(descriptor: ComparisonDescriptor): readonly string[] {
  return descriptor.time_points.flatMap(({ ct, pet, mip }) =>
    [ct, pet, mip].filter((one) => one !== null).map(({ id }) => id),
  );
}

function until(found: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    const look = () => (found() ? resolve() : void setTimeout(look, 5));
    look();
  });
}

function pixels(): Uint8Array<ArrayBuffer> {
  const gl = canvas.getContext("webgl2") as WebGL2RenderingContext;
  const bottomUp = new Uint8Array(canvas.width * canvas.height * 4);
  gl.readPixels(0, 0, canvas.width, canvas.height, gl.RGBA, gl.UNSIGNED_BYTE, bottomUp);
  return bottomUp;
}

const probe = {
  /**
   * Milliseconds until something of everything, and until everything, is in the textures; with `onlySlabs` of the
   * finest levels the rest is thrown away.
   */
  async load(
    descriptor: ComparisonDescriptor,
    width: number,
    height: number,
    onlySlabs: readonly number[] | null = null,
  ) {
    const start = performance.now();
    engine = new Engine(canvas);
    engine.resize(width, height);
    loader = new VolumeLoader({ longestTextureSide: engine.longestTextureSide });
    for (const { ct, pet, mip, to_common } of descriptor.time_points) {
      for (const volume of [ct, pet]) {
        if (volume) {
          engine.addVolume(volume.id, volume, to_common);
        }
      }
      if (mip) {
        engine.addMip(mip.id, mip, to_common);
      }
    }
    const volumes = volumesOf(descriptor);
    const sliced = descriptor.time_points.flatMap(({ ct, pet }) => [ct?.id ?? [], pet?.id ?? []]);
    loader.on("chunk", (chunk) =>
      onlySlabs && chunk.level === 0 && !onlySlabs.includes(chunk.slab)
        ? undefined
        : engine.uploadChunk(chunk),
    );
    loader.on("error", (error) => errors.push(error));
    loader.open(descriptor);
    await until(() => sliced.flat().every((id) => engine.residency(id).coarse));
    const coarse_ms = performance.now() - start;
    const done = onlySlabs
      ? () => volumes.every((id) => loader.progress(id).complete)
      : () => volumes.every((id) => engine.residency(id).complete);
    await until(done);
    pixels();
    return { coarse_ms, complete_ms: performance.now() - start };
  },

  /** As `load`, for labels, after it: milliseconds until the coarse ones, and until all, are in the textures. */
  async loadLabels(
    volumes: readonly OpenedLabels[],
    mips: readonly OpenedMipLabels[] = [],
    onlySlabs: readonly number[] | null = null,
  ) {
    const start = performance.now();
    const loading = new LabelLoader({ longestTextureSide: engine.longestTextureSide });
    labelLoader = loading;
    for (const { key, descriptor, commonFromVolume } of volumes) {
      engine.addLabels(key, descriptor, commonFromVolume);
    }
    for (const { key, descriptor } of mips) {
      engine.addMipLabels(key, descriptor);
    }
    loading.on("chunk", (chunk) =>
      onlySlabs && chunk.level === 0 && !onlySlabs.includes(chunk.slab)
        ? undefined
        : engine.uploadLabels(chunk),
    );
    loading.on("error", (error) => errors.push(error));
    loading.open(volumes, mips);
    await until(() => volumes.every(({ key }) => engine.residency(key).coarse));
    pixels();
    const coarse_ms = performance.now() - start;
    const keys = [...volumes, ...mips].map(({ key }) => key);
    await until(() =>
      keys.every((key) =>
        onlySlabs ? loading.progress(key).complete : engine.residency(key).complete,
      ),
    );
    pixels();
    return { coarse_ms, complete_ms: performance.now() - start };
  },

  colours: (key: string, table: readonly number[]) =>
    engine.setLabelColours(key, Uint8Array.from(table)),
  strength: (key: string, table: readonly number[]) =>
    engine.setMipStrength(key, Uint8Array.from(table)),
  move: (key: string, commonFromVolume: readonly number[]) =>
    engine.setTransform(key, commonFromVolume),
  labelsAt: (pane: SlicePane, pixels: readonly (readonly [number, number])[]) =>
    pixels.map(([x, y]) => engine.labelAt(pane, x, y)),

  async surfaces(key: string, url: string, commonFromVolume: readonly number[]) {
    const buffer = await (await fetch(url)).arrayBuffer();
    engine.addSurfaces(key, buffer, commonFromVolume);
  },
  surfaceColours: (key: string, table: readonly number[]) =>
    engine.setSurfaceColours(key, Uint8Array.from(table)),
  surfacesAt: (pane: SurfacePane, pixels: readonly (readonly [number, number])[]) =>
    pixels.map(([x, y]) => engine.surfaceAt(pane, x, y)),

  /** RGBA rows from the bottom up, as base64. */
  picture(panes: readonly PaneSpec[]): string {
    engine.draw(panes);
    let text = "";
    for (const byte of pixels()) {
      text += String.fromCharCode(byte);
    }
    return btoa(text);
  },

  isCoarseAt: (pane: PaneSpec) => engine.isCoarseAt(pane),
  residency: (volume: string) => engine.residency(volume),
  errors: () => errors,

  /** Median milliseconds a frame, drawn as the viewer does and waited for until it is on the page. */
  async scroll(frames: readonly (readonly PaneSpec[])[]) {
    const finished: number[] = [];
    const presented: number[] = [];
    let last = performance.now();
    for (const panes of frames) {
      await new Promise(requestAnimationFrame);
      const start = performance.now();
      presented.push(start - last);
      last = start;
      engine.draw(panes);
      const gl = canvas.getContext("webgl2") as WebGL2RenderingContext;
      gl.readPixels(0, 0, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, new Uint8Array(4));
      finished.push(performance.now() - start);
    }
    const median = (all: number[]) => all.sort((a, b) => a - b)[all.length >> 1];
    return { finished_ms: median(finished), presented_ms: median(presented.slice(1)) };
  },

  /** Loses the graphics context and gets it back; the loader is asked again as the viewer does. */
  async loseContext() {
    const gl = canvas.getContext("webgl2") as WebGL2RenderingContext;
    const extension = gl.getExtension("WEBGL_lose_context");
    const restored = new Promise<void>((resolve) => engine.on("restored", resolve));
    extension?.loseContext();
    await new Promise((resume) => setTimeout(resume, 50));
    extension?.restoreContext();
    await restored;
    loader.restart();
    labelLoader?.restart();
  },
};

Object.assign(window, { probe });
