/** Smooths the edges of surfaces; more costs more than it shows. */
const MOST_SAMPLES = 4;

/** A picture beside the canvas with a depth buffer, which the canvas itself does without. */
export class SurfaceTarget {
  readonly #gl: WebGL2RenderingContext;
  #width = 0;
  #height = 0;
  #framebuffers: { readonly drawn: WebGLFramebuffer; readonly resolved: WebGLFramebuffer } | null =
    null;
  #renderbuffers: readonly WebGLRenderbuffer[] = [];
  #picture: WebGLTexture | null = null;

  constructor(gl: WebGL2RenderingContext) {
    this.#gl = gl;
  }

  /** Draws into it from now on, over a background; 0..1 each. */
  begin(width: number, height: number, background: readonly [number, number, number]): void {
    const gl = this.#gl;
    if (width !== this.#width || height !== this.#height) {
      this.#take(width, height);
    }
    gl.bindFramebuffer(gl.FRAMEBUFFER, this.#framebuffers?.drawn ?? null);
    gl.disable(gl.SCISSOR_TEST);
    gl.viewport(0, 0, width, height);
    gl.clearColor(...background, 1);
    gl.clear(gl.COLOR_BUFFER_BIT | gl.DEPTH_BUFFER_BIT);
  }

  /** Draws into the canvas again; the picture is then the texture of `unit`. */
  end(unit: GLenum): void {
    const gl = this.#gl;
    const size = [0, 0, this.#width, this.#height] as const;
    gl.bindFramebuffer(gl.READ_FRAMEBUFFER, this.#framebuffers?.drawn ?? null);
    gl.bindFramebuffer(gl.DRAW_FRAMEBUFFER, this.#framebuffers?.resolved ?? null);
    gl.blitFramebuffer(...size, ...size, gl.COLOR_BUFFER_BIT, gl.NEAREST);
    gl.invalidateFramebuffer(gl.READ_FRAMEBUFFER, [gl.COLOR_ATTACHMENT0, gl.DEPTH_ATTACHMENT]);
    gl.bindFramebuffer(gl.FRAMEBUFFER, null);
    gl.enable(gl.SCISSOR_TEST);
    gl.activeTexture(unit);
    gl.bindTexture(gl.TEXTURE_2D, this.#picture);
  }

  free(): void {
    const gl = this.#gl;
    for (const renderbuffer of this.#renderbuffers) {
      gl.deleteRenderbuffer(renderbuffer);
    }
    gl.deleteFramebuffer(this.#framebuffers?.drawn ?? null);
    gl.deleteFramebuffer(this.#framebuffers?.resolved ?? null);
    gl.deleteTexture(this.#picture);
    this.#renderbuffers = [];
    this.#framebuffers = null;
    this.#picture = null;
    this.#width = 0;
  }

  #take(width: number, height: number): void {
    const gl = this.#gl;
    this.free();
    const samples = Math.min(MOST_SAMPLES, Number(gl.getParameter(gl.MAX_SAMPLES)));
    const drawn = gl.createFramebuffer();
    gl.bindFramebuffer(gl.FRAMEBUFFER, drawn);
    this.#renderbuffers = (
      [
        [gl.COLOR_ATTACHMENT0, gl.RGBA8],
        [gl.DEPTH_ATTACHMENT, gl.DEPTH_COMPONENT24],
      ] as const
    ).map(([attachment, format]) => {
      const renderbuffer = gl.createRenderbuffer();
      gl.bindRenderbuffer(gl.RENDERBUFFER, renderbuffer);
      gl.renderbufferStorageMultisample(gl.RENDERBUFFER, samples, format, width, height);
      gl.framebufferRenderbuffer(gl.FRAMEBUFFER, attachment, gl.RENDERBUFFER, renderbuffer);
      return renderbuffer;
    });
    const resolved = gl.createFramebuffer();
    gl.bindFramebuffer(gl.FRAMEBUFFER, resolved);
    this.#picture = gl.createTexture();
    gl.activeTexture(gl.TEXTURE0);
    gl.bindTexture(gl.TEXTURE_2D, this.#picture);
    gl.texStorage2D(gl.TEXTURE_2D, 1, gl.RGBA8, width, height);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, gl.NEAREST);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MAG_FILTER, gl.NEAREST);
    gl.framebufferTexture2D(gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT0, gl.TEXTURE_2D, this.#picture, 0);
    this.#framebuffers = { drawn, resolved };
    this.#width = width;
    this.#height = height;
  }
}
