/**
 * Draws a comparison when something has changed, and only then: one frame for any number of changes.
 *
 * React places the panes and writes what seldom changes; what follows the mouse is written here, once a frame.
 */

import { followed, rotated } from "@/state/changes";
import {
  type ComparisonState,
  type ComparisonStore,
  fittedCameras,
  type Placement,
} from "@/state/comparison";
import { layoutPanes, type PanePlace } from "@/state/layout";
import { turns } from "@/state/presets";
import { comparisonStart, placementOf } from "@/state/start";
import type { ComparisonDescriptor, TimePointDescriptor } from "@/volumes";
import { columnsDrawable, everythingResident, FirstPictures } from "./firstPictures";
import type { OrganLayers } from "./organLayers";
import { paintPane } from "./paintPane";
import { type FormatNumber, paneModel } from "./paneModel";
import { type PaneDrawing, paneDrawing } from "./paneSpecs";
import type { ViewerSession } from "./session";

const TURN_DEGREES_PER_SECOND = 30;
/**
 * Voxels arrive faster than a computer without a graphics card can draw, and drawing would delay what is still to come:
 * until the next column can be drawn for the first time, and then until the picture is sharp, arrivals are collected.
 */
const ARRIVALS_MS = 300;

/** All that says where a time point lies. */
function lies(timePoint: TimePointDescriptor | undefined) {
  return timePoint && [timePoint.to_common, timePoint.transform_source, timePoint.organ_path];
}

export class Scene {
  places: readonly PanePlace[] = [];
  size = { width: 0, height: 0 };
  drawings: readonly { place: PanePlace; drawing: PaneDrawing }[] = [];
  format: FormatNumber = (value, digits) => value.toFixed(digits);
  /** Frames drawn so far, for measurements. */
  frames = 0;
  /** What organs add to the panes; they come after the first pictures. */
  organs: OrganLayers | null = null;
  private tellBegun: () => void = () => undefined;
  /** Resolves when the first pictures of all columns are on the screen. */
  readonly whenBegun = new Promise<void>((resolve) => {
    this.tellBegun = resolve;
  });
  /** Called before the canvas is drawn on. */
  beforeDraw: () => void = () => undefined;
  /** Called when the panes have to be placed anew (size, rows, maximised). */
  onPlaces: (places: readonly PanePlace[]) => void = () => undefined;
  private readonly elements = new Map<string, HTMLElement>();
  private readonly firstPictures = new FirstPictures();
  private readonly ends: (() => void)[] = [];
  private pixelRatio = 1;
  private waiting = 0;
  private turnedAt = 0;
  private focusTimer = 0;
  private arrivalTimer = 0;
  private columnsDrawable = 0;
  private begun = false;
  /** One column is complete, or it takes long: what is there is shown without waiting for the rest. */
  private partsAllowed = false;

  constructor(
    readonly session: ViewerSession,
    readonly store: ComparisonStore,
    public descriptor: ComparisonDescriptor,
  ) {}

  /** Begins to draw, if it has not yet; ends with close() and may be opened again. */
  open(): void {
    if (this.ends.length > 0) return;
    const state = this.store.getState();
    this.session.onChange = () => this.arrived();
    this.ends.push(this.store.subscribe((now, old) => this.changed(now, old)));
    this.session.loader.setFocus(state.crosshair);
    this.tellLoader(state);
    this.placeAll(state.placements);
    // Voxels may have arrived before there was a page to draw on.
    this.arrived();
  }

  /** Later news of the same comparison: more volumes, other states. What the user has set stays. */
  update(descriptor: ComparisonDescriptor): void {
    const before = this.descriptor;
    this.descriptor = descriptor;
    this.session.open(descriptor);
    const state = this.store.getState();
    const { extents, step } = comparisonStart(descriptor);
    const placements = descriptor.time_points.map((timePoint, column) => {
      const same =
        JSON.stringify(lies(before.time_points[column])) === JSON.stringify(lies(timePoint));
      return same ? state.placements[column] : placementOf(timePoint);
    });
    const grown = JSON.stringify(extents) !== JSON.stringify(state.extents);
    this.store.setState({
      placements,
      step,
      ...(grown ? { extents, cameras: fittedCameras(extents) } : {}),
    });
    // As the store has them now: those that follow the organs are at the crosshair's height.
    this.placeAll(this.store.getState().placements);
    this.schedule();
  }

  resize(width: number, height: number): void {
    if (
      width === this.size.width &&
      height === this.size.height &&
      this.pixelRatio === devicePixelRatio
    ) {
      return;
    }
    this.size = { width, height };
    this.pixelRatio = window.devicePixelRatio || 1;
    this.session.engine.resize(
      Math.max(1, Math.round(width * this.pixelRatio)),
      Math.max(1, Math.round(height * this.pixelRatio)),
    );
    this.arrange();
  }

  attach(id: string, element: HTMLElement | null): void {
    if (element) this.elements.set(id, element);
    else this.elements.delete(id);
    this.schedule();
  }

  schedule(): void {
    if (this.waiting) return;
    this.waiting = requestAnimationFrame((now) => {
      this.waiting = 0;
      this.turn(now);
      this.prepare();
      // Voxels may have been there before the panes were.
      if (this.anotherColumn()) this.partsAllowed = true;
      if (this.partsAllowed) this.draw();
    });
  }

  /** Draws at once; otherwise only the animation frame does. */
  drawNow(): void {
    this.prepare();
    this.draw();
  }

  private draw(): void {
    const { engine } = this.session;
    this.beforeDraw();
    engine.draw(this.drawings.flatMap(({ drawing }) => drawing.spec ?? []));
    this.frames += 1;
    if (this.firstPictures.look(this.descriptor, this.drawings, engine)) this.tellBegunSoon();
  }

  private tellBegunSoon(): void {
    if (this.begun) return;
    this.begun = true;
    requestAnimationFrame(() => requestAnimationFrame(this.tellBegun));
  }

  /** Brings the crosshair back into panes that are zoomed elsewhere, except the one it was set in. */
  follow(except: string | null): void {
    const state = this.store.getState();
    const panes = this.places
      .filter((place) => place.id !== except && place.column === 0)
      .flatMap((place) => {
        const row = state.rows[place.row];
        return row && !turns(row.content) ? [{ kind: row.plane, size: place.rect }] : [];
      });
    this.store.setState(followed(state, panes));
  }

  close(): void {
    cancelAnimationFrame(this.waiting);
    clearTimeout(this.focusTimer);
    clearTimeout(this.arrivalTimer);
    this.arrivalTimer = 0;
    this.waiting = 0;
    this.focusTimer = 0;
    for (const end of this.ends.splice(0)) end();
    this.session.onChange = () => undefined;
  }

  /** New voxels are in the textures. */
  private arrived(): void {
    // A column is drawn as soon as it can be: the graphics card has its programs ready when the last one comes.
    if (this.anotherColumn() || everythingResident(this.descriptor, this.session.engine)) {
      this.partsAllowed = true;
      this.schedule();
      return;
    }
    this.arrivalTimer ||= window.setTimeout(() => {
      this.arrivalTimer = 0;
      this.partsAllowed = true;
      this.schedule();
    }, ARRIVALS_MS);
  }

  /** Whether a column can be drawn that could not be when this was asked last. */
  private anotherColumn(): boolean {
    const before = this.columnsDrawable;
    this.columnsDrawable = columnsDrawable(this.descriptor, this.drawings, this.session.engine);
    return this.columnsDrawable > before;
  }

  /** What is to be drawn, and what is written over it. */
  private prepare(): void {
    const state = this.store.getState();
    const { engine } = this.session;
    this.drawings = this.places.map((place) => ({
      place,
      drawing: paneDrawing(state, this.descriptor, place, this.pixelRatio, this.organs),
    }));
    for (const { place, drawing } of this.drawings) {
      const element = this.elements.get(place.id);
      const row = state.rows[place.row];
      if (!element || !row || !this.descriptor.time_points[place.column]) continue;
      const model = paneModel(state, this.descriptor, place, this.format);
      paintPane(element, model, {
        coarse: drawing.spec !== null && engine.isCoarseAt(drawing.spec),
        empty: drawing.empty,
      });
    }
  }

  private arrange(): void {
    const { rows, maximised } = this.store.getState();
    this.places = layoutPanes(
      this.size,
      this.descriptor.time_points.length,
      rows.length,
      maximised,
    );
    this.onPlaces(this.places);
    this.schedule();
  }

  private changed(state: ComparisonState, old: ComparisonState): void {
    if (state.rows !== old.rows || state.maximised !== old.maximised) this.arrange();
    if (state.rows !== old.rows) this.tellLoader(state);
    if (state.placements !== old.placements) this.placeAll(state.placements);
    if (state.crosshair !== old.crosshair && !this.focusTimer) {
      this.focusTimer = window.setTimeout(() => {
        this.focusTimer = 0;
        this.session.loader.setFocus(this.store.getState().crosshair);
      }, 60);
    }
    this.schedule();
  }

  private placeAll(placements: readonly Placement[]): void {
    this.descriptor.time_points.forEach((timePoint: TimePointDescriptor, column) => {
      const placement = placements[column];
      if (!placement) return;
      const ids = [timePoint.ct, timePoint.pet, timePoint.mip].flatMap((part) => part?.id ?? []);
      this.session.place(ids, placement.toCommon);
    });
  }

  private tellLoader(state: ComparisonState): void {
    this.session.loader.wantMip(state.rows.some((row) => row.content === "mip"));
  }

  private turn(now: number): void {
    const state = this.store.getState();
    if (!state.mipPlaying) {
      this.turnedAt = 0;
      return;
    }
    const seconds = this.turnedAt ? Math.min(0.25, (now - this.turnedAt) / 1000) : 0;
    this.turnedAt = now;
    // Changing the state schedules the next frame.
    this.store.setState(rotated(state, seconds * TURN_DEGREES_PER_SECOND));
    this.schedule();
  }
}
