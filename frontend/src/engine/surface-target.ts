/** Smooths the edges of surfaces; more costs more than it shows. */
const MOST_SAMPLES = 4;

/** Textures of what has been drawn. */
export interface DrawnSurfaces {
  readonly picture: WebGLTexture;
  readonly depth: WebGLTexture;
}

interface Taken extends DrawnSurfaces {
  readonly samples: WebGLFramebuffer;
  readonly resolved: WebGLFramebuffer;
  readonly renderbuffers: readonly WebGLRenderbuffer[];
}

/** A picture beside the canvas with a depth buffer, which the canvas itself does without. */
export class SurfaceTarget {
  readonly #gl: WebGL2RenderingContext;
  #width = 0;
  #height = 0;
  #taken: Taken | null = null;

  constructor(gl: WebGL2RenderingContext) {
    this.#gl = gl;
  }

  get drawn(): DrawnSurfaces | null {
    return this.#taken;
  }

  /** Draws into it from now on, over a background; 0..1 each. */
  begin(width: number, height: number, background: readonly [number, number, number]): void {
    const gl = this.#gl;
    if (!this.#taken || width !== this.#width || height !== this.#height) {
      this.free();
      this.#taken = this.#take(width, height);
      this.#width = width;
      this.#height = height;
    }
    gl.bindFramebuffer(gl.FRAMEBUFFER, this.#taken.samples);
    gl.disable(gl.SCISSOR_TEST);
    gl.viewport(0, 0, width, height);
    gl.clearColor(...background, 1);
    gl.clear(gl.COLOR_BUFFER_BIT | gl.DEPTH_BUFFER_BIT);
  }

  /** Draws into the canvas again. */
  end(): void {
    const gl = this.#gl;
    const size = [0, 0, this.#width, this.#height] as const;
    gl.bindFramebuffer(gl.READ_FRAMEBUFFER, this.#taken?.samples ?? null);
    gl.bindFramebuffer(gl.DRAW_FRAMEBUFFER, this.#taken?.resolved ?? null);
    gl.blitFramebuffer(...size, ...size, gl.COLOR_BUFFER_BIT | gl.DEPTH_BUFFER_BIT, gl.NEAREST);
    gl.invalidateFramebuffer(gl.READ_FRAMEBUFFER, [gl.COLOR_ATTACHMENT0, gl.DEPTH_ATTACHMENT]);
    gl.bindFramebuffer(gl.FRAMEBUFFER, null);
    gl.enable(gl.SCISSOR_TEST);
  }

  free(): void {
    const gl = this.#gl;
    if (!this.#taken) {
      return;
    }
    for (const renderbuffer of this.#taken.renderbuffers) {
      gl.deleteRenderbuffer(renderbuffer);
    }
    gl.deleteFramebuffer(this.#taken.samples);
    gl.deleteFramebuffer(this.#taken.resolved);
    gl.deleteTexture(this.#taken.picture);
    gl.deleteTexture(this.#taken.depth);
    this.#taken = null;
  }

  #take(width: number, height: number): Taken {
    const gl = this.#gl;
    const count = Math.min(MOST_SAMPLES, Number(gl.getParameter(gl.MAX_SAMPLES)));
    const samples = gl.createFramebuffer();
    gl.bindFramebuffer(gl.FRAMEBUFFER, samples);
    const renderbuffers = (
      [
        [gl.COLOR_ATTACHMENT0, gl.RGBA8],
        [gl.DEPTH_ATTACHMENT, gl.DEPTH_COMPONENT24],
      ] as const
    ).map(([attachment, format]) => {
      const renderbuffer = gl.createRenderbuffer();
      gl.bindRenderbuffer(gl.RENDERBUFFER, renderbuffer);
      gl.renderbufferStorageMultisample(gl.RENDERBUFFER, count, format, width, height);
      gl.framebufferRenderbuffer(gl.FRAMEBUFFER, attachment, gl.RENDERBUFFER, renderbuffer);
      return renderbuffer;
    });
    const resolved = gl.createFramebuffer();
    gl.bindFramebuffer(gl.FRAMEBUFFER, resolved);
    const picture = this.#texture(gl.COLOR_ATTACHMENT0, gl.RGBA8, width, height);
    const depth = this.#texture(gl.DEPTH_ATTACHMENT, gl.DEPTH_COMPONENT24, width, height);
    return { samples, resolved, renderbuffers, picture, depth };
  }

  #texture(attachment: GLenum, format: GLenum, width: number, height: number): WebGLTexture {
    const gl = this.#gl;
    const texture = gl.createTexture();
    gl.activeTexture(gl.TEXTURE0);
    gl.bindTexture(gl.TEXTURE_2D, texture);
    gl.texStorage2D(gl.TEXTURE_2D, 1, format, width, height);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, gl.NEAREST);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MAG_FILTER, gl.NEAREST);
    gl.framebufferTexture2D(gl.FRAMEBUFFER, attachment, gl.TEXTURE_2D, texture, 0);
    return texture;
  }
}
