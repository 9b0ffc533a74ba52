import { labelUniforms } from "./label-painter";
import type { Rect } from "./panes";
import type { Programs } from "./programs";
import type { Sampling } from "./volume-slot";

/** Reads the number under one device pixel by drawing that pixel alone, as a number. */
export class NumberUnderPixel {
  readonly #gl: WebGL2RenderingContext;
  readonly #programs: Programs;
  #framebuffer: WebGLFramebuffer | null = null;
  #renderbuffers: WebGLRenderbuffer[] = [];

  constructor(gl: WebGL2RenderingContext, programs: Programs) {
    this.#gl = gl;
    this.#programs = programs;
  }

  label(rect: Rect, sampling: Sampling, x: number, y: number): number {
    return this.drawn(rect, x, y, () => {
      const program = this.#programs.activate(sampling.mixed ? "label mixed" : "label whole");
      labelUniforms(this.#gl, program, sampling, rect);
      this.#gl.drawArrays(this.#gl.TRIANGLES, 0, 3);
    });
  }

  /** `draw` draws numbers, as if into the whole pane; the depth buffer is clear. 0 where it draws nothing. */
  drawn(rect: Rect, x: number, y: number, draw: () => void): number {
    const gl = this.#gl;
    const column = Math.floor(x) - rect.x;
    const row = Math.floor(y) - rect.y;
    if (column < 0 || row < 0 || column >= rect.width || row >= rect.height) {
      return 0;
    }
    this.#framebuffer ??= this.#newFramebuffer();
    gl.bindFramebuffer(gl.FRAMEBUFFER, this.#framebuffer);
    gl.disable(gl.SCISSOR_TEST);
    gl.viewport(-column, row + 1 - rect.height, rect.width, rect.height);
    gl.clearBufferuiv(gl.COLOR, 0, [0, 0, 0, 0]);
    gl.clearBufferfv(gl.DEPTH, 0, [1]);
    draw();
    const number = new Uint32Array(4);
    gl.readPixels(0, 0, 1, 1, gl.RGBA_INTEGER, gl.UNSIGNED_INT, number);
    gl.bindFramebuffer(gl.FRAMEBUFFER, null);
    return number[0] as number;
  }

  free(): void {
    for (const renderbuffer of this.#renderbuffers.splice(0)) {
      this.#gl.deleteRenderbuffer(renderbuffer);
    }
    this.#gl.deleteFramebuffer(this.#framebuffer);
    this.#framebuffer = null;
  }

  #newFramebuffer(): WebGLFramebuffer {
    const gl = this.#gl;
    const framebuffer = gl.createFramebuffer();
    gl.bindFramebuffer(gl.FRAMEBUFFER, framebuffer);
    const parts = [
      [gl.COLOR_ATTACHMENT0, gl.R32UI],
      [gl.DEPTH_ATTACHMENT, gl.DEPTH_COMPONENT24],
    ] as const;
    for (const [attachment, format] of parts) {
      const renderbuffer = gl.createRenderbuffer();
      this.#renderbuffers.push(renderbuffer);
      gl.bindRenderbuffer(gl.RENDERBUFFER, renderbuffer);
      gl.renderbufferStorage(gl.RENDERBUFFER, format, 1, 1);
      gl.framebufferRenderbuffer(gl.FRAMEBUFFER, attachment, gl.RENDERBUFFER, renderbuffer);
    }
    return framebuffer;
  }
}
