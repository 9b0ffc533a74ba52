/** What organs add to the panes. The part that knows them comes after the first pictures; until then there are none. */
import type { MipPane, SlicePane } from "@/engine";

export interface OrganLayers {
  /** Over the slices of this column. */
  slice(column: number): SlicePane["labels"];
  /** On the projections of this column: labels that dim, or other projections instead of the time point's `own`. */
  mip(column: number, own: string): { readonly mip?: string; readonly labels?: MipPane["labels"] };
  /** Key of the surfaces of this column, or why there are none. */
  surfaces(
    column: number,
  ): { readonly key: string } | "noOrgans" | "noSurfaces" | "surfacesFailed" | "surfacesComing";
}
