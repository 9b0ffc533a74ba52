/** Colours as the browser's own colour field writes them. */
import type { Colour } from "@/api/organs";

export function hexOf(colour: Colour): string {
  return `#${colour.map((part) => part.toString(16).padStart(2, "0")).join("")}`;
}

/** Null for whatever is not "#rrggbb". */
export function colourIn(hex: string): Colour | null {
  const found = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(hex);
  if (!found) return null;
  const [red, green, blue] = found.slice(1).map((part) => Number.parseInt(part, 16));
  return [red, green, blue];
}
