import { COLOUR_MAPS, colourMapTexels } from "./colour-maps";
import { NumberUnderPixel } from "./number-under-pixel";
import { PanePainter } from "./pane-painter";
import type { PaneSpec, SlicePane, SurfacePane } from "./panes";
import { Programs, TEXTURE_UNITS } from "./programs";
import type { Slots } from "./slots";
import { SurfacePainter } from "./surface-painter";
import { SurfaceSlot } from "./surface-slot";

/** All that draws; made anew when a lost graphics context has come back. */
export class Painters {
  readonly #programs: Programs;
  readonly #panes: PanePainter;
  readonly #surfaces: SurfacePainter;
  readonly #numbers: NumberUnderPixel;

  constructor(gl: WebGL2RenderingContext) {
    this.#programs = new Programs(gl);
    this.#panes = new PanePainter(gl, this.#programs);
    this.#surfaces = new SurfacePainter(gl, this.#programs);
    this.#numbers = new NumberUnderPixel(gl, this.#programs);
    takeColourMaps(gl);
  }

  /** Compiles what will be needed soon. */
  prepare(): void {
    this.#programs.prepare();
  }

  /** Into the viewport that is set, which holds the background; `select` sets it again and says where it begins. */
  paint(pane: PaneSpec, slots: Slots, select: () => readonly [left: number, bottom: number]): void {
    if (pane.kind === "slice") {
      this.#panes.slice(pane, slots.sampling, slots.labels(pane));
    } else if (pane.kind === "mip") {
      const sampling = slots.mip(pane);
      if (sampling) {
        this.#panes.mip(pane, sampling, slots.mipLabels(pane));
      }
    } else {
      const slot = slots.of(SurfaceSlot, pane.surfaces);
      if (slot) {
        this.#surfaces.draw(pane, slot, select);
      }
    }
  }

  labelAt(pane: SlicePane, slots: Slots, x: number, y: number): number {
    const sampling = slots.labels(pane);
    return sampling ? this.#numbers.label(pane.rect, sampling, x, y) : 0;
  }

  surfaceAt(pane: SurfacePane, slots: Slots, x: number, y: number): number {
    const slot = slots.of(SurfaceSlot, pane.surfaces);
    if (!slot) {
      return 0;
    }
    const under = (which: "opaque" | "seenThrough") =>
      this.#numbers.drawn(pane.rect, x, y, () => this.#surfaces.numbers(pane, slot, which));
    return under("opaque") || under("seenThrough");
  }

  dispose(): void {
    this.#surfaces.free();
    this.#numbers.free();
    this.#programs.dispose();
  }
}

/** The tables of all colour maps: one texture that stays on its unit. */
function takeColourMaps(gl: WebGL2RenderingContext): void {
  const rows = COLOUR_MAPS.length;
  gl.activeTexture(gl.TEXTURE0 + TEXTURE_UNITS.maps);
  gl.bindTexture(gl.TEXTURE_2D, gl.createTexture());
  gl.texStorage2D(gl.TEXTURE_2D, 1, gl.RGBA8, 256, rows);
  gl.texSubImage2D(
    gl.TEXTURE_2D, 0, 0, 0, 256, rows, gl.RGBA, gl.UNSIGNED_BYTE, colourMapTexels(),
  ); // biome-ignore format: one call
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, gl.NEAREST);
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MAG_FILTER, gl.NEAREST);
}
