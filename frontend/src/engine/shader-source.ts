import { type LabelStyle, labelling, labelSampling } from "./label-shader";
import { type MipVariant, mipShader } from "./mip-shader";
import { SURFACE_SHADERS, type SurfaceVariant } from "./surface-shader";

/**
 * One fragment shader composes a pane. Software WebGL executes both sides of a branch, so what a pane does not need
 * is left out of the program instead of being skipped in it.
 */

/** How a layer gets its colour. */
export type LayerColour = "none" | "grey" | "map";
/** "mixed": the full texture where its slabs are resident, else the coarse one. */
export type LayerSource = "whole" | "mixed";

export interface SliceVariant {
  readonly base: LayerColour;
  readonly baseSource: LayerSource;
  readonly overlay: LayerColour | "difference";
  readonly overlaySource: LayerSource;
  /** Source of the volume that a difference subtracts. */
  readonly minusSource: LayerSource;
  readonly labels: LabelStyle;
  readonly labelSource: LayerSource;
  /** Some organs are not to be seen: lines must be looked for around them. */
  readonly someHidden: boolean;
}

/** Draws the stored label itself, for one pixel. */
export type LabelNumberVariant = "label whole" | "label mixed";

export type Variant = SliceVariant | MipVariant | LabelNumberVariant | SurfaceVariant;

/** Layers that can be sampled: names of their uniforms begin so. */
export type LayerName = "base" | "over" | "minus";

const VERTEX_SHADER = `#version 300 es
precision highp float;
// Texture coordinates are linear in the pixels of a pane: origin at its top left corner, and what one pane width and height add.
uniform mat3 basePlane, overPlane, minusPlane, baseCoarsePlane, overCoarsePlane, minusCoarsePlane;
uniform mat3 labelPlane, labelCoarsePlane;
out vec3 baseAt, overAt, minusAt, baseCoarseAt, overCoarseAt, minusCoarseAt;
out vec3 labelAt, labelCoarseAt;
void main() {
  vec2 corner = vec2(float((gl_VertexID & 1) << 1), float(gl_VertexID & 2));
  gl_Position = vec4(corner.x * 2.0 - 1.0, 1.0 - corner.y * 2.0, 0.0, 1.0);
  vec3 p = vec3(corner, 1.0);
  baseAt = basePlane * p;
  overAt = overPlane * p;
  minusAt = minusPlane * p;
  baseCoarseAt = baseCoarsePlane * p;
  overCoarseAt = overCoarsePlane * p;
  minusCoarseAt = minusCoarsePlane * p;
  labelAt = labelPlane * p;
  labelCoarseAt = labelCoarsePlane * p;
}
`;

const HEAD = `#version 300 es
precision highp float;
precision highp int;
precision highp sampler3D;
precision highp sampler2DArray;
precision highp usampler3D;
precision highp usampler2DArray;
bool inside(vec3 t) { return t == clamp(t, vec3(0.0), vec3(1.0)); }
`;

const COLOUR_HEAD = `${HEAD}out vec4 colour;
uniform sampler2D maps;
uniform float opacity;

// Whether both slices around z are in the full texture. slabs = (slices, slices a bit, unused, unused).
bool resident(float z, vec2 slabs, uvec4 bits) {
  float k = clamp(z * slabs.x - 0.5, 0.0, slabs.x - 1.0);
  uint first = uint(floor(k) / slabs.y);
  uint last = uint(min(floor(k) + 1.0, slabs.x - 1.0) / slabs.y);
  return ((bits[first >> 5u] >> (first & 31u)) & (bits[last >> 5u] >> (last & 31u)) & 1u) == 1u;
}

// The tables have 256 entries; a value is never blended between two of them.
vec3 mapped(float t, int row) {
  return texelFetch(maps, ivec2(int(clamp(t, 0.0, 1.0) * 255.0 + 0.5), row), 0).rgb;
}
vec3 grey(float t) { return vec3(floor(clamp(t, 0.0, 1.0) * 255.0 + 0.5) / 255.0); }
`;

/** Declares `bool sample_NAME(out float texel)`. */
function sampling(name: LayerName, source: LayerSource): string {
  const declarations = `uniform sampler3D ${name}; in vec3 ${name}At; uniform vec2 ${name}Gain;\n`;
  if (source === "whole") {
    return `${declarations}bool sample_${name}(out float texel) {
  texel = texture(${name}, ${name}At).r;
  return inside(${name}At);
}
`;
  }
  return `${declarations}uniform sampler3D ${name}Coarse; in vec3 ${name}CoarseAt;
uniform vec2 ${name}Slabs; uniform uvec4 ${name}Bits;
bool sample_${name}(out float texel) {
  bool fine = resident(${name}At.z, ${name}Slabs, ${name}Bits);
  texel = fine ? texture(${name}, ${name}At).r : texture(${name}Coarse, ${name}CoarseAt).r;
  return fine ? inside(${name}At) : inside(${name}CoarseAt);
}
`;
}

function colouring(name: LayerName, colour: LayerColour): string {
  const t = `texel * ${name}Gain.x + ${name}Gain.y`;
  return colour === "map" ? `mapped(${t}, ${name}Row)` : `grey(${t})`;
}

function sliceShader(variant: SliceVariant): string {
  const { base, overlay } = variant;
  const parts = [COLOUR_HEAD, labelling(variant.labels, variant.labelSource, variant.someHidden)];
  // Around a picture in the colours of a map lies the map's own zero: white around an inverted one.
  const around = base === "map" ? "mapped(0.0, baseRow)" : "vec3(0.0)";
  const body = [`vec3 shown = ${around};`, "float texel;"];
  if (base !== "none") {
    parts.push(sampling("base", variant.baseSource), "uniform int baseRow;\n");
    body.push(`if (sample_base(texel)) shown = ${colouring("base", base)};`);
  }
  if (overlay !== "none") {
    parts.push(sampling("over", variant.overlaySource), "uniform int overRow;\n");
  }
  if (overlay === "difference") {
    parts.push(sampling("minus", variant.minusSource));
    body.push(
      "float other;",
      "bool both = sample_over(texel);",
      "both = sample_minus(other) && both;",
      "float t = texel * overGain.x + overGain.y - other * minusGain.x;",
      "if (both) shown = mix(shown, mapped(t, overRow), opacity);",
    );
  } else if (overlay !== "none") {
    body.push(
      `if (sample_over(texel)) shown = mix(shown, ${colouring("over", overlay)}, opacity);`,
    );
  }
  body.push(`colour = vec4(${variant.labels === "none" ? "shown" : "labelled(shown)"}, 1.0);`);
  return `${parts.join("")}void main() {\n  ${body.join("\n  ")}\n}\n`;
}

function labelNumberShader(variant: LabelNumberVariant): string {
  const source = variant === "label whole" ? "whole" : "mixed";
  return `${HEAD}out uint number;
${labelSampling(source)}void main() { number = label_inside() ? label_at(vec2(0.0)) : 0u; }
`;
}

export interface Shaders {
  readonly vertex: string;
  readonly fragment: string;
}

export function shadersOf(variant: Variant): Shaders {
  switch (variant) {
    case "mip plain":
    case "mip dimmed":
    case "mip tinted":
      return { vertex: VERTEX_SHADER, fragment: COLOUR_HEAD + mipShader(variant) };
    case "label whole":
    case "label mixed":
      return { vertex: VERTEX_SHADER, fragment: labelNumberShader(variant) };
    case "surface":
    case "surface number":
    case "lines":
    case "copy":
      return SURFACE_SHADERS[variant];
    default:
      return { vertex: VERTEX_SHADER, fragment: sliceShader(variant) };
  }
}

export function variantKey(variant: Variant): string {
  return typeof variant === "string" ? variant : Object.values(variant).join(" ");
}
