/** What organs add to each pane, read anew for every drawn frame. */
import type { Engine } from "@/engine";
import type { ComparisonStore } from "@/state/comparison";
import { type OrganStore, shownMaps } from "@/state/organs";
import type { OrganLayers } from "../organLayers";
import { numbersOf, storedValueOf } from "./labelTables";
import type { OrganPictures } from "./pictures";
import { surfaceKey } from "./surfaces";

export function organLayers(
  organs: OrganStore,
  comparison: ComparisonStore,
  pictures: Pick<OrganPictures, "projections" | "surfaces">,
  engine: () => Pick<Engine, "has" | "residency">,
): OrganLayers {
  const mapAt = (column: number) => shownMaps(organs.getState())[column] ?? null;
  return {
    slice(column) {
      const map = mapAt(column);
      if (!map || !comparison.getState().organsShown || !engine().has(map.labels.id)) return;
      const { look, chosen } = organs.getState();
      const { opacity, style } = look;
      return { volume: map.labels.id, opacity, style, highlighted: storedValueOf(map, chosen) };
    },
    mip(column, own) {
      const map = mapAt(column);
      const { mipMarked, mipTreatment } = organs.getState().look;
      if (!map || numbersOf(map, mipMarked).length === 0) return {};
      if (mipTreatment === "without") {
        const found = pictures.projections.of(map, mipMarked);
        return found && found !== "coming" && found !== "failed" ? { mip: found } : {};
      }
      const { mip_labels } = map;
      // Labels of the maxima of another PET would dim the wrong places.
      if (mip_labels?.mip !== own || !engine().residency(mip_labels.id).complete) return {};
      return { labels: { labels: mip_labels.id } };
    },
    surfaces(column) {
      const map = mapAt(column);
      if (!map) return "noOrgans";
      if (!map.surfaces) return "noSurfaces";
      const state = pictures.surfaces.of(map);
      if (state === "there") return { key: surfaceKey(map) };
      return state === "failed" ? "surfacesFailed" : "surfacesComing";
    },
  };
}
