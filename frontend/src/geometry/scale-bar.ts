export interface ScaleBar {
  readonly length_mm: number;
  readonly length_pixels: number;
}

/** Longest round length (1, 2 or 5 times a power of ten mm) that is no longer than the given part of the picture. */
export function scaleBar(mm_per_pixel: number, longest_pixels: number): ScaleBar {
  const longest_mm = mm_per_pixel * longest_pixels;
  if (!(longest_mm > 0) || !Number.isFinite(longest_mm)) {
    throw new RangeError("a scale bar needs a positive length");
  }
  const power = 10 ** Math.floor(Math.log10(longest_mm));
  const length_mm = ([5, 2, 1].find((n) => n * power <= longest_mm) ?? 1) * power;
  return { length_mm, length_pixels: length_mm / mm_per_pixel };
}
