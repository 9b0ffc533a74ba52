/** The colour map that fills a pane, as far as what is written over it must know. */
import { isLight } from "@/engine";
import type { ComparisonState } from "@/state/comparison";
import type { Row } from "@/state/presets";
import type { TimePointDescriptor } from "@/volumes";

/** Which colour map the bar of this pane shows; null where it has none. */
export function mapOf(
  state: ComparisonState,
  row: Row,
  timePoint: TimePointDescriptor,
): string | null {
  if (row.content === "ct" || row.content === "surface") return null;
  if (row.content === "overlay") {
    const { mode, aShows, bShows } = state.overlay;
    if (mode === "difference") return timePoint.pet ? "difference" : null;
    return aShows === "pet" || bShows === "pet" ? state.fusedMap : null;
  }
  if (!timePoint.pet) return null;
  return row.content === "fused" && timePoint.ct ? state.fusedMap : state.petMap;
}

/** Whether words on this pane must be dark: a light colour map, not a CT, fills it. */
export function isLightPane(map: string | null, row: Row, { ct }: TimePointDescriptor): boolean {
  const filled = row.content === "pet" || row.content === "mip" || (row.content === "fused" && !ct);
  return map !== null && filled && isLight(map);
}
