/** "plain"; "dimmed": less is left of the projection where its maximum lies in certain organs; "tinted": in their colours too. */
export type MipVariant = "mip plain" | "mip dimmed" | "mip tinted";

const PLAIN = `float projected() { return texture(frames, baseAt).r; }
`;

/** Each of the four rays around a pixel is dimmed by the organ of its own maximum; then they are interpolated. */
const DIMMED = `uniform usampler2DArray mipLabels;
uniform sampler2D mipStrength;
float ray(ivec2 at, ivec3 size) {
  ivec3 p = ivec3(clamp(at, ivec2(0), size.xy - 1), int(baseAt.z + 0.5));
  uint v = texelFetch(mipLabels, p, 0).r;
  return texelFetch(frames, p, 0).r * texelFetch(mipStrength, ivec2(int(v & 255u), int(v >> 8u)), 0).r;
}
float projected() {
  ivec3 size = textureSize(frames, 0);
  vec2 at = baseAt.xy * vec2(size.xy) - 0.5;
  ivec2 p = ivec2(floor(at));
  vec2 w = at - floor(at);
  float upper = mix(ray(p, size), ray(p + ivec2(1, 0), size), w.x);
  float lower = mix(ray(p + ivec2(0, 1), size), ray(p + ivec2(1, 1), size), w.x);
  return mix(upper, lower, w.y);
}
`;

/** From the map's zero to the colour of the organ instead of through the map. */
const TINTED = `uniform sampler2D labelColours;
uniform float tint;
vec3 tinted(float t, vec3 shown) {
  ivec3 size = textureSize(mipLabels, 0);
  ivec2 p = clamp(ivec2(floor(baseAt.xy * vec2(size.xy))), ivec2(0), size.xy - 1);
  uint v = texelFetch(mipLabels, ivec3(p, int(baseAt.z + 0.5)), 0).r;
  vec4 c = texelFetch(labelColours, ivec2(int(v & 255u), int(v >> 8u)), 0);
  return mix(shown, mix(mapped(0.0, baseRow), c.rgb, clamp(t, 0.0, 1.0)), tint * c.a);
}
`;

/** After the head that all programs have. */
export function mipShader(variant: MipVariant): string {
  const isTinted = variant === "mip tinted";
  return `uniform sampler2DArray frames;
in vec3 baseAt;
uniform vec2 baseGain;
uniform int baseRow;
${variant === "mip plain" ? PLAIN : DIMMED}${isTinted ? TINTED : ""}void main() {
  bool inFrame = baseAt.xy == clamp(baseAt.xy, vec2(0.0), vec2(1.0));
  float t = inFrame ? projected() * baseGain.x + baseGain.y : 0.0;
  vec3 shown = mapped(t, baseRow);
  colour = vec4(${isTinted ? "inFrame ? tinted(t, shown) : shown" : "shown"}, 1.0);
}
`;
}
