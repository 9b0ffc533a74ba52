/** The colour of an organ as a line on the dark ground: the same hue, light enough to be seen. */
import type { Colour } from "@/api/organs";

/** Relative luminance (WCAG) that a line needs to have four times that of the ground. */
const LIGHT_ENOUGH = 0.2;

function luminance(colour: readonly number[]): number {
  const [red = 0, green = 0, blue = 0] = colour.map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

export function onDark(colour: Colour): string {
  let light: readonly number[] = colour;
  for (let white = 0; luminance(light) < LIGHT_ENOUGH && white <= 1; white += 0.05) {
    light = colour.map((part) => Math.round(part + (255 - part) * white));
  }
  return `rgb(${light.join(" ")})`;
}
