import maps from "../../../contracts/colour_maps.json";

type Colour = readonly number[];

const TABLES: Readonly<Record<string, readonly Colour[]>> = maps;

/** Names in the order of the rows of the texture. */
export const COLOUR_MAPS: readonly string[] = Object.keys(TABLES);

/** Row of a map in the texture. @throws RangeError for a name that is not in `contracts/colour_maps.json`. */
export function colourMapRow(name: string): number {
  const row = COLOUR_MAPS.indexOf(name);
  if (row < 0) {
    throw new RangeError(`there is no colour map "${name}"`);
  }
  return row;
}

/** 256 entries of [red, green, blue]: for a colour bar. */
export function colourMap(name: string): readonly Colour[] {
  const table = TABLES[name];
  if (!table) {
    throw new RangeError(`there is no colour map "${name}"`);
  }
  return table;
}

/** All maps as rows of 256 RGBA texels. */
export function colourMapTexels(): Uint8Array {
  const texels = new Uint8Array(COLOUR_MAPS.length * 256 * 4);
  COLOUR_MAPS.forEach((name, row) => {
    colourMap(name).forEach((colour, entry) => {
      texels.set([...colour, 255], (row * 256 + entry) * 4);
    });
  });
  return texels;
}
