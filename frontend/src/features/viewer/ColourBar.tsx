import { useMemo } from "react";
import { colourMap } from "@/engine";
import styles from "./PaneOverlay.module.css";

/** The gradient of a colour map, lower end at the bottom; every eighth entry is enough for the eye. */
export function gradientOf(map: string): string {
  const table = colourMap(map);
  const stops = table
    .map((colour, at) => ({ colour, at }))
    .filter(({ at }) => at % 8 === 0 || at === table.length - 1)
    .map(
      ({ colour, at }) =>
        `rgb(${colour.join(" ")}) ${((at / (table.length - 1)) * 100).toFixed(1)}%`,
    );
  return `linear-gradient(to top, ${stops.join(", ")})`;
}

/** Colour bar with the numbers of its ends and their unit (written by paintPane). */
export function ColourBar({ map }: { map: string }) {
  const background = useMemo(() => gradientOf(map), [map]);
  return (
    <div className={styles.bar}>
      <span data-part="hi" />
      <span className={styles.barColours} style={{ background }} />
      <span data-part="lo" />
      <span data-part="unit" />
    </div>
  );
}
