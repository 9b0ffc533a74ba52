/**
 * `window.__tpv`: what the end-to-end tests and the measurements look at and touch.
 *
 * It reveals nothing that the page does not show: which panes there are, how much of their voxels has arrived, their
 * pixels; and it can move the crosshair, as a hand can.
 */
import type { Vec3 } from "@/geometry";
import { crosshairAt } from "@/state/changes";
import type { ComparisonState } from "@/state/comparison";
import { everythingResident } from "./firstPictures";
import { deviceRect } from "./paneSpecs";
import type { Scene } from "./scene";

export interface PanePixels {
  readonly width: number;
  readonly height: number;
  /** RGBA, first row at the top. */
  readonly pixels: Uint8ClampedArray;
}

export interface TestHook {
  engineState(): unknown;
  /** Draws at once; with `wait`, until the graphics card has finished. Returns milliseconds. */
  drawNow(wait?: boolean): number;
  setCrosshair(common_mm: Vec3): void;
  state(): ComparisonState;
  setState(change: Partial<ComparisonState>): void;
  readPane(index: number): PanePixels | null;
}

declare global {
  interface Window {
    __tpv?: TestHook;
  }
}

function readPane(scene: Scene, index: number): PanePixels | null {
  const place = scene.places[index];
  const gl = scene.session.canvas.getContext("webgl2");
  if (!place || !gl) return null;
  scene.drawNow();
  const { x, y, width, height } = deviceRect(place, window.devicePixelRatio || 1);
  const bottomUp = new Uint8Array(width * height * 4);
  gl.readPixels(
    x,
    gl.drawingBufferHeight - y - height,
    width,
    height,
    gl.RGBA,
    gl.UNSIGNED_BYTE,
    bottomUp,
  );
  const pixels = new Uint8ClampedArray(bottomUp.length);
  for (let row = 0; row < height; row += 1) {
    const from = (height - 1 - row) * width * 4;
    pixels.set(bottomUp.subarray(from, from + width * 4), row * width * 4);
  }
  return { width, height, pixels };
}

function engineState(scene: Scene): unknown {
  const { engine } = scene.session;
  return {
    frames: scene.frames,
    complete: everythingResident(scene.descriptor, engine),
    timePoints: scene.descriptor.time_points.map(({ ct, pet, mip }) => ({
      ct: ct && engine.residency(ct.id),
      pet: pet && engine.residency(pet.id),
      mip: mip && engine.residency(mip.id),
    })),
    panes: scene.drawings.map(({ place, drawing }, index) => ({
      index,
      id: place.id,
      column: place.column,
      row: place.row,
      rect: place.rect,
      empty: drawing.empty,
      spec: drawing.spec,
      coarse: drawing.spec ? engine.isCoarseAt(drawing.spec) : null,
    })),
  };
}

export function exposeTestHook(scene: Scene): () => void {
  const hook: TestHook = {
    engineState: () => engineState(scene),
    drawNow: (wait = false) => {
      const from = performance.now();
      scene.drawNow();
      if (wait) {
        const gl = scene.session.canvas.getContext("webgl2");
        gl?.readPixels(0, 0, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, new Uint8Array(4));
      }
      return performance.now() - from;
    },
    setCrosshair: (point) => scene.store.setState(crosshairAt(scene.store.getState(), point)),
    state: () => scene.store.getState(),
    setState: (change) => scene.store.setState(change),
    readPane: (index) => readPane(scene, index),
  };
  window.__tpv = hook;
  return () => {
    if (window.__tpv === hook) delete window.__tpv;
  };
}
