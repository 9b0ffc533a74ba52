import { applyToPoint, type Mat4, multiply, type Vec3 } from "@/geometry";
import type { SurfacePane } from "./panes";
import { type Program, type Programs, TEXTURE_UNITS } from "./programs";
import {
  type Box,
  boxAround,
  commonBox,
  cornersOf,
  depthMm,
  type SurfaceCamera,
  surfaceCamera,
} from "./surface-camera";
import type { PlacedStructure, SurfaceSlot } from "./surface-slot";
import { SurfaceTarget } from "./surface-target";

const LINE_COLOUR = [1, 0.84, 0.29] as const;
const LINE_WIDTH_PIXELS = 1.5;
/** How much of a line is seen behind an organ. */
const BEHIND = 0.3;
/** Panes whose organs are kept as they were drawn; ten megabytes each at 480 x 480. */
const MOST_PLACES = 8;

/** What is to be drawn: first what hides, the nearest first; then what is seen through, the nearest last. */
export interface DrawingOrder {
  readonly opaque: readonly PlacedStructure[];
  readonly seenThrough: readonly PlacedStructure[];
}

/**
 * What encloses others begins nearer to the eye than they do and is drawn after them; exact for a skin around organs, and for
 * organs beside each other.
 */
export function drawingOrder(slot: SurfaceSlot, pane: SurfacePane): DrawingOrder {
  const begins = (one: PlacedStructure) =>
    Math.min(
      ...cornersOf(one).map((corner) => depthMm(pane, applyToPoint(slot.commonFromVolume, corner))),
    );
  const nearestFirst = slot.structures
    .filter(({ number, triangles }) => triangles > 0 && slot.colourOf(number)[3] > 0)
    .map((one) => ({ one, depth: begins(one) }))
    .sort((a, b) => a.depth - b.depth)
    .map(({ one }) => one);
  const isOpaque = ({ number }: PlacedStructure) => slot.colourOf(number)[3] === 255;
  return {
    // What is hidden by what is there already costs no light.
    opaque: nearestFirst.filter(isOpaque),
    seenThrough: nearestFirst.filter((one) => !isOpaque(one)).reverse(),
  };
}

/** Draws organ surfaces beside the canvas, with depth, and copies them into the pane. */
export class SurfacePainter {
  readonly #gl: WebGL2RenderingContext;
  readonly #programs: Programs;
  /** Organs as they were last drawn in a place: a crosshair that moves over them leaves them as they are. */
  readonly #drawn = new Map<string, { readonly target: SurfaceTarget; organs: string }>();

  constructor(gl: WebGL2RenderingContext, programs: Programs) {
    this.#gl = gl;
    this.#programs = programs;
  }

  /** `select` sets viewport and scissor to the pane again, and says where its lower left corner is on the canvas. */
  draw(
    pane: SurfacePane,
    slot: SurfaceSlot,
    select: () => readonly [left: number, bottom: number],
  ): void {
    const box = organBox(slot);
    if (!box) {
      return;
    }
    const camera = surfaceCamera(pane, box);
    const drawn = this.#place(pane);
    const organs = JSON.stringify([
      { ...pane, crosshair: null },
      slot.version,
      slot.commonFromVolume,
    ]);
    if (drawn.organs !== organs) {
      drawn.organs = organs;
      this.#organsBeside(drawn.target, pane, slot, camera);
    }
    const [left, bottom] = select();
    this.#show(drawn.target, left, bottom);
    if (pane.crosshair) {
      this.#lines(pane, pane.crosshair, box, camera, [left, bottom]);
    }
  }

  /** Draws the numbers of the segments into what is bound: one viewport, depth buffer clear. */
  numbers(pane: SurfacePane, slot: SurfaceSlot, which: keyof DrawingOrder): void {
    const gl = this.#gl;
    const box = organBox(slot);
    if (!box) {
      return;
    }
    const program = this.#programs.activate("surface number");
    this.#look(program, slot, surfaceCamera(pane, box));
    gl.enable(gl.DEPTH_TEST);
    gl.depthFunc(gl.LEQUAL);
    for (const one of drawingOrder(slot, pane)[which]) {
      gl.uniform1ui(program.uniform("number"), one.number);
      this.#triangles(one);
    }
    gl.disable(gl.DEPTH_TEST);
    gl.bindVertexArray(null);
  }

  free(): void {
    for (const { target } of this.#drawn.values()) {
      target.free();
    }
    this.#drawn.clear();
  }

  /** What is kept for the place of a pane. */
  #place({ rect }: SurfacePane): { readonly target: SurfaceTarget; organs: string } {
    const key = `${rect.x} ${rect.y} ${rect.width} ${rect.height}`;
    const found = this.#drawn.get(key) ?? { target: new SurfaceTarget(this.#gl), organs: "" };
    // The one that was used last stands last.
    this.#drawn.delete(key);
    this.#drawn.set(key, found);
    const [oldest] = this.#drawn.keys();
    if (this.#drawn.size > MOST_PLACES && oldest !== undefined) {
      this.#drawn.get(oldest)?.target.free();
      this.#drawn.delete(oldest);
    }
    return found;
  }

  #organsBeside(
    target: SurfaceTarget,
    pane: SurfacePane,
    slot: SurfaceSlot,
    camera: SurfaceCamera,
  ): void {
    const gl = this.#gl;
    const [red, green, blue] = pane.background;
    target.begin(pane.rect.width, pane.rect.height, [red / 255, green / 255, blue / 255]);
    const { opaque, seenThrough } = drawingOrder(slot, pane);
    gl.enable(gl.DEPTH_TEST);
    gl.depthFunc(gl.LEQUAL);
    this.#organs(opaque, slot, camera);
    gl.enable(gl.BLEND);
    gl.blendFunc(gl.SRC_ALPHA, gl.ONE_MINUS_SRC_ALPHA);
    gl.depthMask(false);
    this.#organs(seenThrough, slot, camera);
    gl.depthMask(true);
    gl.disable(gl.BLEND);
    gl.disable(gl.DEPTH_TEST);
    target.end();
  }

  #show({ drawn }: SurfaceTarget, left: number, bottom: number): void {
    const gl = this.#gl;
    const program = this.#programs.activate("copy");
    gl.activeTexture(gl.TEXTURE0 + TEXTURE_UNITS.surfacePicture);
    gl.bindTexture(gl.TEXTURE_2D, drawn?.picture ?? null);
    gl.activeTexture(gl.TEXTURE0 + TEXTURE_UNITS.surfaceDepth);
    gl.bindTexture(gl.TEXTURE_2D, drawn?.depth ?? null);
    gl.uniform2i(program.uniform("corner"), left, bottom);
    gl.drawArrays(gl.TRIANGLES, 0, 3);
  }

  #organs(structures: readonly PlacedStructure[], slot: SurfaceSlot, camera: SurfaceCamera): void {
    if (structures.length === 0) {
      return;
    }
    const gl = this.#gl;
    const program = this.#programs.activate("surface");
    this.#look(program, slot, camera);
    for (const one of structures) {
      const [red, green, blue, alpha] = slot.colourOf(one.number);
      gl.uniform4f(program.uniform("tint"), red / 255, green / 255, blue / 255, alpha / 255);
      this.#triangles(one);
    }
    gl.bindVertexArray(null);
  }

  #look(program: Program, slot: SurfaceSlot, camera: SurfaceCamera): void {
    slot.bind();
    const clip = multiply(camera.clipFromCommon, slot.commonFromVolume);
    // Time points are moved and turned, never stretched: normals go the way of directions.
    const eye = multiply(camera.eyeFromCommon, slot.commonFromVolume);
    this.#gl.uniformMatrix4fv(program.uniform("clipFromVolume"), true, clip);
    this.#gl.uniformMatrix3fv(program.uniform("eyeFromVolume"), true, linearPart(eye));
  }

  #triangles({ first_triangle, triangles }: PlacedStructure): void {
    const gl = this.#gl;
    gl.drawElements(gl.TRIANGLES, triangles * 3, gl.UNSIGNED_INT, first_triangle * 12);
  }

  #lines(
    pane: SurfacePane,
    crosshair: Vec3,
    organs: Box,
    camera: SurfaceCamera,
    corner: readonly [number, number],
  ): void {
    const gl = this.#gl;
    const { width, height } = pane.rect;
    const box = boxAround([organs.low_mm, organs.high_mm, crosshair]) ?? organs;
    const program = this.#programs.activate("lines");
    gl.uniformMatrix4fv(program.uniform("clipFromCommon"), true, camera.clipFromCommon);
    gl.uniform3f(program.uniform("crosshair"), ...crosshair);
    gl.uniform3f(program.uniform("low"), ...box.low_mm);
    gl.uniform3f(program.uniform("high"), ...box.high_mm);
    gl.uniform2f(
      program.uniform("halfWidth"),
      LINE_WIDTH_PIXELS / width,
      LINE_WIDTH_PIXELS / height,
    );
    gl.uniform2i(program.uniform("corner"), ...corner);
    gl.uniform4f(program.uniform("tint"), ...LINE_COLOUR, 1);
    gl.uniform1f(program.uniform("behind"), BEHIND);
    gl.enable(gl.BLEND);
    gl.blendFunc(gl.SRC_ALPHA, gl.ONE_MINUS_SRC_ALPHA);
    gl.drawArrays(gl.TRIANGLES, 0, 18);
    gl.disable(gl.BLEND);
  }
}

function organBox(slot: SurfaceSlot): Box | null {
  return commonBox(
    slot.structures.filter(({ triangles }) => triangles > 0),
    slot.commonFromVolume,
  );
}

function linearPart(m: Mat4): readonly number[] {
  return [0, 1, 2, 4, 5, 6, 8, 9, 10].map((n) => m[n] ?? 0);
}
