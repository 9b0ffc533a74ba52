/**
 * `window.__tpv`: what the end-to-end tests and the measurements look at and touch.
 *
 * It reveals nothing that the page does not show: which panes there are, how much of their voxels has arrived, their
 * pixels; and it can move the crosshair, as a hand can.
 */
import type { OrganRun } from "@/api/organs";
import type { Vec3 } from "@/geometry";
import { crosshairAt } from "@/state/changes";
import type { ComparisonState } from "@/state/comparison";
import type { OrganLook, OrganState } from "@/state/organs";
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
  /** What is known and shown of organs; null until that part has come. */
  organs(): OrgansSeen | null;
  setOrganLook(change: Partial<OrganLook>): void;
  /** Keys of the structures at a CSS pixel of a pane, as the mouse finds them. */
  organsAt(index: number, x: number, y: number): readonly string[];
  goToOrgan(structure: string): void;
}

export interface OrgansSeen {
  readonly state: OrganState;
  /** By column: the map, how much of its labels is there, which structures are drawn, what a run is doing. */
  readonly columns: readonly {
    readonly map: string | null;
    readonly standIn: boolean;
    readonly labels: unknown;
    readonly visible: readonly string[];
    readonly run: OrganRun | null;
  }[];
  /** All labels of all shown maps are in their textures. */
  readonly complete: boolean;
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

function organsSeen(scene: Scene): OrgansSeen | null {
  const { organs, engine } = scene.session;
  if (!organs) return null;
  const state = organs.store.getState();
  const columns = organs.maps().map((map, column) => ({
    map: map?.key ?? null,
    standIn: map?.stand_in ?? false,
    labels: map && engine.residency(map.labels.id),
    visible: organs.visible(column),
    run: state.answer?.time_points[column]?.run ?? null,
  }));
  const complete = organs
    .maps()
    .every((map) => map === null || engine.residency(map.labels.id).complete);
  return { state, columns, complete };
}

function organsAt(scene: Scene, index: number, x: number, y: number): readonly string[] {
  const place = scene.places[index];
  const ratio = window.devicePixelRatio || 1;
  const at = (offset: number, of: number) => Math.floor((offset + of) * ratio);
  if (!place) return [];
  return (
    scene.session.organs?.structuresUnder(place.id, at(place.rect.x, x), at(place.rect.y, y)) ?? []
  );
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
    organs: () => organsSeen(scene),
    setOrganLook: (change) =>
      scene.session.organs?.store.setState((state) => ({ look: { ...state.look, ...change } })),
    organsAt: (index, x, y) => organsAt(scene, index, x, y),
    goToOrgan: (structure) => scene.session.organs?.goTo(structure),
  };
  window.__tpv = hook;
  return () => {
    if (window.__tpv === hook) delete window.__tpv;
  };
}
