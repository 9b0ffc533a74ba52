import type { LabelSampling } from "./label-slot";
import type { LabelLayer, Rect } from "./panes";
import { type Program, TEXTURE_UNITS } from "./programs";
import type { TexturePlane } from "./texture-plane";
import type { Sampled, Sampling } from "./volume-slot";

/** Of `opacity`: how strong the area is where the lines say what it is. */
const AREA_WITHIN_LINES = 0.35;
/** Of what is missing: how much of it the highlighted organ gets. */
const HIGHLIGHT = 0.5;

/** What one device pixel to the right and one below add to texture coordinates. */
function stepOf(plane: TexturePlane, { width, height }: Rect): readonly number[] {
  return plane.map((value, n) => (n < 3 ? value / width : n < 6 ? value / height : 0));
}

function sampled(
  gl: WebGL2RenderingContext,
  program: Program,
  name: "label" | "labelCoarse",
  { texture, plane }: Sampled,
  rect: Rect,
): void {
  texture.bind(gl.TEXTURE0 + TEXTURE_UNITS[name]);
  gl.uniformMatrix3fv(program.uniform(`${name}Plane`), false, plane);
  gl.uniformMatrix3fv(program.uniform(`${name}Step`), false, stepOf(plane, rect));
}

/** Where the labels of a pane come from. */
export function labelUniforms(
  gl: WebGL2RenderingContext,
  program: Program,
  sampling: Sampling,
  rect: Rect,
): void {
  sampled(gl, program, "label", sampling.whole, rect);
  if (sampling.mixed) {
    const { coarse, slices, slicesPerBit, bits } = sampling.mixed;
    sampled(gl, program, "labelCoarse", coarse, rect);
    gl.uniform2f(program.uniform("labelSlabs"), slices, slicesPerBit);
    gl.uniform4uiv(program.uniform("labelBits"), bits);
  }
}

/** Shares of the organ's colour [within it, on its lines, and both when it is highlighted]. */
export function labelWeights({
  opacity,
  style,
}: Pick<LabelLayer, "opacity" | "style">): readonly [number, number, number, number] {
  const line = Math.min(Math.max(opacity, 0), 1);
  const area = { filled: line, outlined: 0, both: line * AREA_WITHIN_LINES }[style];
  const stronger = (share: number) => share + (1 - share) * HIGHLIGHT;
  return [area, line, stronger(area), stronger(line)];
}

export function labelColourUniforms(
  gl: WebGL2RenderingContext,
  program: Program,
  { colours }: LabelSampling,
  layer: LabelLayer,
): void {
  colours.bind(gl.TEXTURE0 + TEXTURE_UNITS.labelColours);
  gl.uniform4f(program.uniform("labelWeights"), ...labelWeights(layer));
  gl.uniform1ui(program.uniform("highlighted"), layer.highlighted ?? 0);
}
