import {
  type LayerColour,
  type LayerSource,
  type SliceVariant,
  shadersOf,
  type Variant,
  variantKey,
} from "./shader-source";

/** Fixed texture units, so that a program is told once. */
export const TEXTURE_UNITS = {
  base: 0,
  over: 1,
  minus: 2,
  baseCoarse: 3,
  overCoarse: 4,
  minusCoarse: 5,
  maps: 6,
  frames: 7,
  label: 8,
  labelCoarse: 9,
  labelColours: 10,
  mipLabels: 11,
  mipStrength: 12,
  surfacePicture: 13,
  surfaceDepth: 14,
} as const;

export interface Program {
  readonly handle: WebGLProgram;
  uniform(name: string): WebGLUniformLocation | null;
}

function slice(base: LayerColour, overlay: LayerColour, source: LayerSource): SliceVariant {
  return {
    base,
    overlay,
    baseSource: source,
    overlaySource: source,
    minusSource: "whole",
    labels: "none",
    labelSource: "whole",
    someHidden: false,
  };
}

/** What the first picture of a comparison will need; compiled in parallel while the voxels are on their way. */
const AT_START = slice("grey", "map", "whole");
/** What is needed soon after it. */
const NEXT: readonly Variant[] = [
  slice("grey", "none", "whole"),
  slice("map", "none", "whole"),
  "mip plain",
];

interface Linked {
  readonly handle: WebGLProgram;
  readonly shaders: readonly WebGLShader[];
  ready: Program | null;
}

/** The compiled variants of the shader. */
export class Programs {
  readonly #gl: WebGL2RenderingContext;
  readonly #linked = new Map<string, Linked>();

  constructor(gl: WebGL2RenderingContext) {
    this.#gl = gl;
    // Asking for it allows the driver to compile in other threads; nothing waits for a program before its first use.
    gl.getExtension("KHR_parallel_shader_compile");
    this.#link(AT_START);
  }

  /** Compiles what will be needed soon, in parallel; without it each is compiled when it is first used. */
  prepare(): void {
    for (const variant of NEXT) {
      this.#link(variant);
    }
  }

  /** @throws Error with the log of the compiler. */
  activate(variant: Variant): Program {
    const linked = this.#link(variant);
    linked.ready ??= this.#finish(linked);
    this.#bind(linked.handle);
    return linked.ready;
  }

  dispose(): void {
    for (const { handle } of this.#linked.values()) {
      this.#gl.deleteProgram(handle);
    }
    this.#linked.clear();
  }

  #bind(handle: WebGLProgram): void {
    // biome-ignore lint/correctness/useHookAtTopLevel: a function of WebGL, not a hook of React
    this.#gl.useProgram(handle);
  }

  #link(variant: Variant): Linked {
    const key = variantKey(variant);
    const known = this.#linked.get(key);
    if (known) {
      return known;
    }
    const gl = this.#gl;
    const handle = gl.createProgram();
    const { vertex, fragment } = shadersOf(variant);
    const sources: readonly [GLenum, string][] = [
      [gl.VERTEX_SHADER, vertex],
      [gl.FRAGMENT_SHADER, fragment],
    ];
    const shaders = sources.map(([type, source]) => {
      const shader = gl.createShader(type);
      if (!shader) {
        throw new Error("the graphics context is lost");
      }
      gl.shaderSource(shader, source);
      gl.compileShader(shader);
      gl.attachShader(handle, shader);
      return shader;
    });
    gl.linkProgram(handle);
    const linked: Linked = { handle, shaders, ready: null };
    this.#linked.set(key, linked);
    return linked;
  }

  #finish({ handle, shaders }: Linked): Program {
    const gl = this.#gl;
    if (!gl.getProgramParameter(handle, gl.LINK_STATUS) && !gl.isContextLost()) {
      const logs = shaders.map((shader) => gl.getShaderInfoLog(shader) ?? "");
      throw new Error(
        `a shader did not compile: ${logs.join(" ")} ${gl.getProgramInfoLog(handle)}`,
      );
    }
    for (const shader of shaders) {
      gl.deleteShader(shader);
    }
    const locations = new Map<string, WebGLUniformLocation | null>();
    const uniform = (name: string): WebGLUniformLocation | null => {
      let location = locations.get(name);
      if (location === undefined) {
        location = gl.getUniformLocation(handle, name);
        locations.set(name, location);
      }
      return location;
    };
    this.#bind(handle);
    for (const [name, unit] of Object.entries(TEXTURE_UNITS)) {
      gl.uniform1i(uniform(name), unit);
    }
    return { handle, uniform };
  }
}
