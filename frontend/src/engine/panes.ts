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

/**
 * Organs over a slice, in the colours of `setLabelColours`; nothing of it is ever blended between two labels.
 * `opacity` is that of what is drawn strongest: the area when "filled", the lines otherwise.
 */
export interface LabelLayer {
  /** Key of `addLabels`. */
  readonly volume: string;
  /** 0..1, times the A of the table. */
  readonly opacity: number;
  /** "both": lines, and a weak area within them. */
  readonly style: "filled" | "outlined" | "both";
  /** Stored value that is drawn stronger; 0 or nothing: none. */
  readonly highlighted?: number | undefined;
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
  /** Over everything else. */
  readonly labels?: LabelLayer | undefined;
}

/** Organs on a projection: each ray belongs to the organ in which its maximum lies. */
export interface MipLabelLayer {
  /** Key of `addMipLabels`; what is dimmed is said by `setMipStrength`. */
  readonly labels: string;
  /** 0..1: how much of the colour map gives way to the organ's own colour (`setLabelColours` of the same key). */
  readonly tint?: number | undefined;
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
  readonly labels?: MipLabelLayer | undefined;
}

/** Organ surfaces in parallel projection; angles as those of the MIP: 0 is seen from the front, the patient's left on the right. */
export interface SurfacePane {
  readonly kind: "surface";
  readonly rect: Rect;
  /** Key of `addSurfaces`. */
  readonly surfaces: string;
  readonly angle_deg: number;
  /** Above 0 the eye is above the patient's head side and looks down. */
  readonly elevation_deg: number;
  /** The point of common space that lies in the middle of the pane. */
  readonly view: { readonly centre_mm: Vec3; readonly mm_per_pixel: number };
  /** Point of common space through which three lines run. */
  readonly crosshair?: Vec3 | undefined;
  /** 0..255 each. */
  readonly background: readonly [red: number, green: number, blue: number];
}

export type PaneSpec = SlicePane | MipPane | SurfacePane;

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
