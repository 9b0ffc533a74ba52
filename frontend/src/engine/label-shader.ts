import type { LayerSource } from "./shader-source";

/** How labels lie over a picture; without them nothing of this is in the program. */
export type LabelStyle = "none" | "filled" | "outlined" | "both";

/**
 * Declares `uint label_at(vec2 pixels)`: the stored value that many device pixels to the right and below. Labels are numbers of
 * things: the nearest voxel is taken, never something between two. The border of a volume is not the border of an organ:
 * beyond it the last voxels go on.
 */
export function labelSampling(source: LayerSource): string {
  const declarations = `uniform usampler3D label; in vec3 labelAt; uniform mat3 labelStep;
`;
  if (source === "whole") {
    return `${declarations}uint label_at(vec2 pixels) {
  return texture(label, labelAt + pixels.x * labelStep[0] + pixels.y * labelStep[1]).r;
}
bool label_inside() { return inside(labelAt); }
`;
  }
  return `${declarations}uniform usampler3D labelCoarse; in vec3 labelCoarseAt; uniform mat3 labelCoarseStep;
uniform vec2 labelSlabs; uniform uvec4 labelBits;
bool label_resident(float z) {
  uint slab = uint(clamp(floor(z * labelSlabs.x), 0.0, labelSlabs.x - 1.0) / labelSlabs.y);
  return ((labelBits[slab >> 5u] >> (slab & 31u)) & 1u) == 1u;
}
uint label_at(vec2 pixels) {
  vec3 t = labelAt + pixels.x * labelStep[0] + pixels.y * labelStep[1];
  if (label_resident(t.z)) return texture(label, t).r;
  return texture(labelCoarse, labelCoarseAt + pixels.x * labelCoarseStep[0] + pixels.y * labelCoarseStep[1]).r;
}
bool label_inside() { return label_resident(labelAt.z) ? inside(labelAt) : inside(labelCoarseAt); }
`;
}

const COLOURS = `uniform sampler2D labelColours;
uniform uint highlighted;
// Shares of the colour: within an organ, on a line, and both of the highlighted one.
uniform vec4 labelWeights;
vec4 colour_of(uint v) { return texelFetch(labelColours, ivec2(int(v & 255u), int(v >> 8u)), 0); }
`;

/** Over `shown`, in the colour `c` of the value `v`; one mixture, whatever it is. */
const mixed = (line: string) => `vec2 shares = v == highlighted ? labelWeights.zw : labelWeights.xy;
  return mix(shown, c.rgb, c.a * (${line}));`;

/** Most pixels have no label: nothing is looked up for them. */
const FILLED = `vec3 labelled(vec3 shown) {
  uint v = label_at(vec2(0.0));
  if (v == 0u || !label_inside()) return shown;
  vec4 c = colour_of(v);
  ${mixed("shares.x")}
}
`;

/**
 * A line is one device pixel wide at any zoom: where the next pixel to the right or below is of another label. Its colour is
 * that of the pixel's own organ, or of the organ that begins there: always that of one of the neighbours.
 */
const LINED = `vec3 labelled(vec3 shown) {
  uint v = label_at(vec2(0.0));
  uint r = label_at(vec2(1.0, 0.0));
  uint d = label_at(vec2(0.0, 1.0));
  if ((v | r | d) == 0u || !label_inside()) return shown;
  bool line = v != r || v != d;
  if (v == 0u) v = r != 0u ? r : d;
  vec4 c = colour_of(v);
  ${mixed("line ? shares.y : shares.x")}
}
`;

/** As above, where some organs are hidden: whether a neighbour is one of them is in the table, and looking there costs. */
const LINED_AROUND_HIDDEN = `vec3 labelled(vec3 shown) {
  uint v = label_at(vec2(0.0));
  uint r = label_at(vec2(1.0, 0.0));
  uint d = label_at(vec2(0.0, 1.0));
  if ((v | r | d) == 0u || !label_inside()) return shown;
  bool line = v != r || v != d;
  vec4 c = colour_of(v);
  vec4 ofRight = colour_of(r);
  vec4 ofBelow = colour_of(d);
  bool toRight = c.a == 0.0 && ofRight.a > 0.0;
  bool toBelow = c.a == 0.0 && !toRight;
  v = toRight ? r : toBelow ? d : v;
  c = toRight ? ofRight : toBelow ? ofBelow : c;
  ${mixed("line ? shares.y : shares.x")}
}
`;

/** Declares `vec3 labelled(vec3 shown)`. */
export function labelling(style: LabelStyle, source: LayerSource, hidden: boolean): string {
  if (style === "none") {
    return "";
  }
  const shader = style === "filled" ? FILLED : hidden ? LINED_AROUND_HIDDEN : LINED;
  return labelSampling(source) + COLOURS + shader;
}
