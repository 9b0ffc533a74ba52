/** Marks in the browser's performance time line when the first pictures and when all voxels are there. */
import type { Engine } from "@/engine";
import type { PanePlace } from "@/state/layout";
import type { ComparisonDescriptor } from "@/volumes";
import type { PaneDrawing } from "./paneSpecs";

export const FIRST_FUSED_MARK = "tpv:first-fused";
export const COMPLETE_MARK = "tpv:complete";

export class FirstPictures {
  private first = false;
  private complete = false;

  /** To be called after each drawn frame. */
  look(
    descriptor: ComparisonDescriptor,
    drawings: readonly { readonly place: PanePlace; readonly drawing: PaneDrawing }[],
    engine: Pick<Engine, "residency">,
  ): void {
    if (!this.first && this.everyColumnDrawn(descriptor, drawings, engine)) {
      this.first = true;
      performance.mark(FIRST_FUSED_MARK);
    }
    if (this.first && !this.complete && everythingResident(descriptor, engine)) {
      this.complete = true;
      performance.mark(COMPLETE_MARK);
    }
  }

  private everyColumnDrawn(
    descriptor: ComparisonDescriptor,
    drawings: readonly { readonly place: PanePlace; readonly drawing: PaneDrawing }[],
    engine: Pick<Engine, "residency">,
  ): boolean {
    return descriptor.time_points.every((timePoint, column) => {
      return (
        begun(timePoint, engine) &&
        drawings.some(
          ({ place, drawing }) => place.column === column && drawing.spec?.kind === "slice",
        )
      );
    });
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

function begun(
  { ct, pet }: ComparisonDescriptor["time_points"][number],
  engine: Pick<Engine, "residency">,
): boolean {
  const volumes = [ct, pet].filter((volume) => volume !== null);
  return volumes.length > 0 && volumes.every((volume) => engine.residency(volume.id).coarse);
}

/** How many columns have something of all their CT and PET to draw. */
export function columnsBegun(
  descriptor: ComparisonDescriptor,
  engine: Pick<Engine, "residency">,
): number {
  return descriptor.time_points.filter((timePoint) => begun(timePoint, engine)).length;
}
