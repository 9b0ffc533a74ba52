const bits = new Uint32Array(1);
const float = new Float32Array(bits.buffer);

/** Bits of 0.5: adding it to a float leaves a multiple of 2^-24, the step of the smallest halves, in its last bits. */
const HALF_BITS = 0x3f000000;
const SMALLEST_NORMAL = 0x38800000;
const TOO_LARGE = 0x47800000;

/** Bits of the nearest IEEE half float (ties to even); too large becomes infinite. */
export function halfFloat(value: number): number {
  float[0] = value;
  const b = bits[0] as number;
  const sign = (b >>> 16) & 0x8000;
  const magnitude = b & 0x7fffffff;
  if (magnitude < SMALLEST_NORMAL) {
    float[0] = Math.abs(float[0] as number) + 0.5;
    return sign | ((bits[0] as number) - HALF_BITS);
  }
  if (magnitude < TOO_LARGE) {
    return sign | ((magnitude - 0x38000000 + 0xfff + ((magnitude >>> 13) & 1)) >>> 13);
  }
  return sign | (magnitude > 0x7f800000 ? 0x7e00 : 0x7c00);
}

/**
 * Writes the half floats of many values. The bits of all of them are read through one view: going through a single
 * number, as above, costs three times as much.
 */
export function halfFloats(
  values: Float32Array,
  count: number,
  out: Uint16Array,
  offset: number,
): void {
  const words = new Uint32Array(values.buffer, values.byteOffset, count);
  for (let n = 0; n < count; n++) {
    const b = words[n] as number;
    const magnitude = b & 0x7fffffff;
    out[offset + n] =
      magnitude >= SMALLEST_NORMAL && magnitude < TOO_LARGE
        ? ((b >>> 16) & 0x8000) |
          ((magnitude - 0x38000000 + 0xfff + ((magnitude >>> 13) & 1)) >>> 13)
        : magnitude === 0
          ? b >>> 16
          : halfFloat(values[n] as number);
  }
}

/** Number that a half float stands for. */
export function fromHalfFloat(half: number): number {
  const sign = half & 0x8000 ? -1 : 1;
  const exponent = (half >>> 10) & 0x1f;
  const fraction = half & 0x3ff;
  if (exponent === 0) {
    return sign * fraction * 2 ** -24;
  }
  if (exponent === 31) {
    return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
  }
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}
