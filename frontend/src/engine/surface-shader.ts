/**
 * "surface": organs as they are seen; "surface number": the number of the segment instead of its colour; "lines": the
 * crosshair; "copy": what was drawn beside the canvas.
 */
export type SurfaceVariant = "surface" | "surface number" | "lines" | "copy";

const ORGANS = `#version 300 es
precision highp float;
layout(location = 0) in vec3 position;
layout(location = 1) in vec4 normal;
uniform mat4 clipFromVolume;
// To the right, up, towards the eye.
uniform mat3 eyeFromVolume;
out vec3 facing;
void main() {
  gl_Position = clipFromVolume * vec4(position, 1.0);
  facing = eyeFromVolume * normal.xyz;
}
`;

/** Three lines through a point, each two triangles of a width in pixels. */
const LINES = `#version 300 es
precision highp float;
uniform mat4 clipFromCommon;
uniform vec3 crosshair, low, high;
// Half the width of a line in clip space.
uniform vec2 halfWidth;
void main() {
  int axis = gl_VertexID / 6;
  int corner = gl_VertexID % 6;
  vec3 from = crosshair;
  vec3 to = crosshair;
  from[axis] = low[axis];
  to[axis] = high[axis];
  vec4 a = clipFromCommon * vec4(from, 1.0);
  vec4 b = clipFromCommon * vec4(to, 1.0);
  vec2 along = (b.xy - a.xy) / halfWidth;
  along = length(along) > 0.01 ? normalize(along) : vec2(1.0, 0.0);
  bool atEnd = corner == 1 || corner == 2 || corner == 4;
  bool above = corner == 2 || corner == 4 || corner == 5;
  gl_Position = atEnd ? b : a;
  gl_Position.z = clamp(gl_Position.z, -1.0, 1.0);
  gl_Position.xy += vec2(-along.y, along.x) * halfWidth * (above ? 1.0 : -1.0);
}
`;

const WHOLE = `#version 300 es
void main() {
  gl_Position = vec4(float((gl_VertexID & 1) << 2) - 1.0, float((gl_VertexID & 2) << 1) - 1.0, 0.0, 1.0);
}
`;

const HEAD = `#version 300 es
precision highp float;
precision highp int;
`;

/**
 * Light from above on the left of the eye; both sides of a surface are lit alike. What can be seen through is denser where it
 * is looked at along its surface, as glass is.
 */
const LIT = `${HEAD}uniform vec4 tint;
in vec3 facing;
out vec4 colour;
const vec3 LIGHT = vec3(-0.331, 0.426, 0.842);
// Half way between the light and the eye.
const vec3 SHINE = vec3(-0.172, 0.222, 0.960);
void main() {
  vec3 n = normalize(facing);
  if (n.z < 0.0) n = -n;
  float diffuse = max(dot(n, LIGHT), 0.0);
  float shine = max(dot(n, SHINE), 0.0);
  shine *= shine; shine *= shine; shine *= shine; shine *= shine; shine *= shine; shine *= shine;
  float edge = (1.0 - n.z) * (1.0 - n.z);
  float alpha = tint.a < 1.0 ? tint.a * mix(1.0, min(3.0, 1.0 / max(tint.a, 0.001)), edge) : 1.0;
  colour = vec4(tint.rgb * (0.3 + 0.7 * diffuse) + 0.15 * shine, alpha);
}
`;

const NUMBER = `${HEAD}uniform uint number;
out uint shown;
void main() { shown = number; }
`;

/** Weak where an organ lies before it. */
const BEFORE_OR_BEHIND = `${HEAD}uniform vec4 tint;
uniform float behind;
uniform highp sampler2D surfaceDepth;
uniform ivec2 corner;
out vec4 colour;
void main() {
  float organ = texelFetch(surfaceDepth, ivec2(gl_FragCoord.xy) - corner, 0).r;
  colour = vec4(tint.rgb, gl_FragCoord.z <= organ ? tint.a : tint.a * behind);
}
`;

const COPY = `${HEAD}uniform sampler2D surfacePicture;
uniform ivec2 corner;
out vec4 colour;
void main() { colour = vec4(texelFetch(surfacePicture, ivec2(gl_FragCoord.xy) - corner, 0).rgb, 1.0); }
`;

export const SURFACE_SHADERS: Readonly<
  Record<SurfaceVariant, { readonly vertex: string; readonly fragment: string }>
> = {
  surface: { vertex: ORGANS, fragment: LIT },
  "surface number": { vertex: ORGANS, fragment: NUMBER },
  lines: { vertex: LINES, fragment: BEFORE_OR_BEHIND },
  copy: { vertex: WHOLE, fragment: COPY },
};
