import { colourMap } from "./colour-maps";
import type { PaneSpec } from "./panes";

type Background = readonly [red: number, green: number, blue: number];

const BLACK: Background = [0, 0, 0];

/** Zero of a colour map, 0..1 each. @throws RangeError for a colour map that there is not. */
function zeroOf(map: string): Background {
  const [red = 0, green = 0, blue = 0] = colourMap(map)[0] ?? BLACK;
  return [red / 255, green / 255, blue / 255];
}

/** What a pane is where none of its volumes reaches: the zero of its base's colour map, black around a CT. */
export function backgroundOf(pane: PaneSpec): Background {
  if (pane.kind === "mip") return zeroOf(pane.colourMap);
  if (pane.kind === "surface") {
    const [red, green, blue] = pane.background;
    return [red / 255, green / 255, blue / 255];
  }
  return pane.base && "colourMap" in pane.base ? zeroOf(pane.base.colourMap) : BLACK;
}

/** Whether zero of this map is so light that words on it must be dark. */
export function isLight(map: string): boolean {
  const [red, green, blue] = zeroOf(map);
  return 0.299 * red + 0.587 * green + 0.114 * blue > 0.5;
}
