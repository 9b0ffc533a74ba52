/** Marks in the browser's performance time line when the first pictures and when all voxels are there. */
import type { Engine } from "@/engine";
import type { PanePlace } from "@/state/layout";
import type { ComparisonDescriptor } from "@/volumes";
import type { PaneDrawing } from "./paneSpecs";

export const FIRST_FUSED_MARK = "tpv:first-fused";
export const COMPLETE_MARK = "tpv:complete";

type Drawings = readonly { readonly place: PanePlace; readonly drawing: PaneDrawing }[];

export class FirstPictures {
  private begun = false;
  private complete = false;

  /** To be called after each drawn frame. Returns whether the first pictures of all columns are on the screen. */
  look(
    descriptor: ComparisonDescriptor,
    drawings: Drawings,
    engine: Pick<Engine, "isWholeAt" | "residency">,
  ): boolean {
    const columns = descriptor.time_points.length;
    if (!this.begun && columnsDrawable(descriptor, drawings, engine) === columns) {
      this.begun = true;
      performance.mark(FIRST_FUSED_MARK);
    }
    if (this.begun && !this.complete && everythingResident(descriptor, engine)) {
      this.complete = true;
      performance.mark(COMPLETE_MARK);
    }
    return this.begun;
  }
}

/** Whether all CT and PET voxels that this graphics card can hold are in its textures. */
export function everythingResident(
  descriptor: ComparisonDescriptor,
  engine: Pick<Engine, "residency">,
): boolean {
  return descriptor.time_points.every((timePoint) =>
    [timePoint.ct, timePoint.pet, timePoint.mip].every(
      (volume) => volume === null || engine.residency(volume.id).complete,
    ),
  );
}

/** Columns all of whose slices can be drawn without gaps, if only from coarse voxels. */
export function columnsDrawable(
  descriptor: ComparisonDescriptor,
  drawings: Drawings,
  engine: Pick<Engine, "isWholeAt">,
): number {
  return descriptor.time_points.filter(({ ct, pet }, column) => {
    const slices = drawings.flatMap(({ place, drawing: { spec } }) =>
      place.column === column && spec?.kind === "slice" ? [spec] : [],
    );
    const isPrepared = ct !== null || pet !== null;
    return isPrepared && slices.length > 0 && slices.every((spec) => engine.isWholeAt(spec));
  }).length;
}
