import type { SliceView, Vec3 } from "@/geometry";

/** Device pixels, origin at the top left of the canvas. */
export interface Rect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** grey = clamp((value - (centre - width / 2)) / width); outside the volume black. */
export interface CtLayer {
  readonly volume: string;
  readonly window: { readonly centre: number; readonly width: number };
}

/** colour = map[round(255 * clamp((value * scale - lo) / (hi - lo)))]; outside the volume transparent. */
export interface PetLayer {
  readonly volume: string;
  /** Stored quantity -> shown unit, for example the factor to SUVbw. */
  readonly scale: number;
  readonly range: readonly [number, number];
  readonly colourMap: string;
}

export type Layer = CtLayer | PetLayer;

/** a - b in the shown unit, over `range`, in the colours of `colourMap` (default "difference"). */
export interface Difference {
  readonly a: PetLayer;
  readonly b: PetLayer;
  readonly range: readonly [number, number];
  readonly colourMap?: string;
}

export interface SlicePane {
  readonly kind: "slice";
  readonly rect: Rect;
  readonly view: SliceView;
  readonly base?: Layer | undefined;
  readonly overlay?: Layer | undefined;
  /** 0..1 of what lies over the base, mixed in display space. */
  readonly opacity: number;
  /** Takes the place of `overlay`; without a base it is opaque. */
  readonly difference?: Difference | undefined;
}

export interface MipPane {
  readonly kind: "mip";
  readonly rect: Rect;
  readonly mip: string;
  readonly angle_deg: number;
  readonly scale: number;
  readonly range: readonly [number, number];
  readonly colourMap: string;
  /** Middle of the pane: u from the axis of rotation, z in common space. */
  readonly view: { readonly u_mm: number; readonly z_mm: number; readonly mm_per_pixel: number };
}

export type PaneSpec = SlicePane | MipPane;

export interface Residency {
  /** Something of it can be drawn, if only from the coarse level. */
  readonly coarse: boolean;
  /** All of the finest level that fits is there. */
  readonly complete: boolean;
  readonly fraction: number;
  /** The finest level does not fit into this graphics card: what is shown is never the original. */
  readonly reduced: boolean;
}

export type { Vec3 };
