/** Mouse and pen over the panes: finds the pane, decides what the drag does, and changes the state. */
import { applyToPoint, inverse, mipToPoint, projectToMip, type Vec3 } from "@/geometry";
import { mmPerPixel, planePoint, type ViewKind } from "@/state/camera";
import * as changes from "@/state/changes";
import type { ComparisonState } from "@/state/comparison";
import { type PanePlace, paneAt } from "@/state/layout";
import { onTissue } from "@/state/organ-step";
import { normalAxis, offPlane } from "@/state/planes";
import { turns } from "@/state/presets";
import { type DragKind, dragKind } from "./drag";
import { isSuv } from "./petUnits";
import type { Scene } from "./scene";

const CLICK_PIXELS = 3;
const WHEEL_PIXELS_PER_STEP = 60;
/** Longer than any system takes two presses for a double click. */
const DOUBLE_CLICK_MS = 1000;

interface Drag {
  readonly kind: DragKind;
  readonly place: PanePlace;
  readonly startedAt: readonly [number, number];
  last: readonly [number, number];
  moved: boolean;
}

/** Where everything was before a press that may become the first of a double click. */
interface FirstPress {
  readonly at: readonly [number, number];
  readonly time_ms: number;
  readonly before: Pick<ComparisonState, "crosshair" | "cameras">;
}

export interface PointingEvents {
  /** A manual shift has come to rest: keep it. */
  shiftEnded: (column: number) => void;
  /** The pane that the keys act on. */
  active: (place: PanePlace) => void;
}

/** The common point under a pixel of a MIP pane: at the crosshair's depth, at the pixel's u and z. */
export function mipPointAt(scene: Scene, place: PanePlace, pixel: readonly [number, number]): Vec3 {
  const state = scene.store.getState();
  const camera = state.cameras.mip;
  const mm = mmPerPixel(state.extents.mip, camera.zoom, place.rect);
  const [u_mm, down] = planePoint(camera, mm, place.rect, pixel);
  const toCommon = state.placements[place.column].toCommon;
  const here = applyToPoint(inverse(toCommon), state.crosshair);
  const centre = scene.descriptor.time_points[place.column].mip?.centre_mm ?? [here[0], here[1]];
  const { depth_mm } = projectToMip(here, centre, state.mipAngle);
  const point = applyToPoint(
    toCommon,
    mipToPoint({ u_mm, z_mm: 0, depth_mm }, centre, state.mipAngle),
  );
  return [point[0], point[1], -down];
}

/** Listens on the viewport; returns the function that ends it. */
export function listenToPointer(
  viewport: HTMLElement,
  scene: Scene,
  events: PointingEvents,
): () => void {
  const { store } = scene;
  let drag: Drag | null = null;
  let wheelRest = 0;
  let firstPress: FirstPress | null = null;

  const pixelIn = (place: PanePlace, event: MouseEvent): [number, number] => {
    const box = viewport.getBoundingClientRect();
    return [event.clientX - box.left - place.rect.x, event.clientY - box.top - place.rect.y];
  };
  const placeOf = (event: MouseEvent): PanePlace | undefined => {
    const box = viewport.getBoundingClientRect();
    return paneAt(scene.places, event.clientX - box.left, event.clientY - box.top);
  };
  const rowOf = (place: PanePlace) => store.getState().rows[place.row];
  const kindOf = (place: PanePlace): ViewKind => {
    const row = rowOf(place);
    return turns(row.content) ? "mip" : row.plane;
  };

  const setCrosshair = (place: PanePlace, pixel: readonly [number, number]) => {
    const state = store.getState();
    const kind = kindOf(place);
    let point: Vec3;
    if (kind === "mip") point = mipPointAt(scene, place, pixel);
    else {
      const camera = state.cameras[kind];
      const mm = mmPerPixel(state.extents[kind], camera.zoom, place.rect);
      point = offPlane(kind, planePoint(camera, mm, place.rect, pixel), state.crosshair);
    }
    store.setState(changes.crosshairAt(state, onTissue(state, place.column, point)));
    scene.follow(place.id);
  };

  const moveSlice = (place: PanePlace, pixel: readonly [number, number]) => {
    const state = store.getState();
    const { plane } = rowOf(place);
    const [least, most] = changes.positionRange(state, plane);
    const fraction = Math.min(
      1,
      Math.max(0, (pixel[1] - 28) / Math.max(1, place.rect.height - 56)),
    );
    const along = normalAxis(plane) === 2 ? 1 - fraction : fraction;
    store.setState(changes.movedTo(state, plane, least + along * (most - least)));
    scene.follow(place.id);
  };

  const moveExamination = (place: PanePlace, pixels: readonly [number, number]) => {
    const state = store.getState();
    const { plane } = rowOf(place);
    const mm = mmPerPixel(state.extents[plane], state.cameras[plane].zoom, place.rect);
    const by = offPlane(plane, [pixels[0] * mm, pixels[1] * mm], [0, 0, 0]);
    const old = state.placements[place.column].manualShift;
    const shift: Vec3 = [old[0] + by[0], old[1] + by[1], old[2] + by[2]];
    store.setState(changes.shifted(state, place.column, shift));
  };

  const apply = (from: Drag, pixel: readonly [number, number]) => {
    const { place } = from;
    const by: [number, number] = [pixel[0] - from.last[0], pixel[1] - from.last[1]];
    const state = store.getState();
    const pet = scene.descriptor.time_points[place.column]?.pet;
    switch (from.kind) {
      case "crosshair":
        return setCrosshair(place, pixel);
      case "slice":
        return moveSlice(place, pixel);
      case "shift":
        return moveExamination(place, by);
      case "rotate":
        // The near side follows the hand.
        return store.setState({ ...changes.rotated(state, -by[0] * 0.5), mipPlaying: false });
      case "pan":
        return store.setState(changes.pannedBy(state, kindOf(place), place.rect, by));
      case "zoom":
        return store.setState(
          changes.zoomed(state, kindOf(place), place.rect, from.startedAt, Math.exp(-by[1] / 150)),
        );
      case "ct-window":
        return store.setState(changes.windowDragged(state, by));
      case "pet-range":
        return store.setState(
          changes.petRangeDragged(state, !pet || isSuv(pet, state.normalisation), by),
        );
      case "difference-limit": {
        const limit = Math.min(100, Math.max(0.2, state.overlay.limit * Math.exp(by[1] / 150)));
        return store.setState(changes.overlayChanged(state, { limit }));
      }
    }
  };

  const rememberPress = ({ clientX, clientY, timeStamp }: PointerEvent) => {
    const again =
      firstPress !== null &&
      timeStamp - firstPress.time_ms < DOUBLE_CLICK_MS &&
      Math.hypot(clientX - firstPress.at[0], clientY - firstPress.at[1]) < 2 * CLICK_PIXELS;
    if (again) return;
    const { crosshair, cameras } = store.getState();
    firstPress = { at: [clientX, clientY], time_ms: timeStamp, before: { crosshair, cameras } };
  };

  const down = (event: PointerEvent) => {
    const place = placeOf(event);
    if (!place || (event.target as HTMLElement).closest("button, select, input, [data-no-drag]"))
      return;
    // Alt + click is about the organ there, not about the place.
    if (event.altKey && event.button === 0) return;
    events.active(place);
    rememberPress(event);
    const onSlider = (event.target as HTMLElement).closest('[data-part="slider"]') !== null;
    const { tool, overlay } = store.getState();
    const { button, shiftKey } = event;
    const press = { button, shiftKey, ctrlKey: event.ctrlKey || event.metaKey, onSlider };
    const kind = dragKind(press, tool, rowOf(place), overlay, place.column);
    if (!kind) return;
    event.preventDefault();
    viewport.focus({ preventScroll: true });
    viewport.setPointerCapture(event.pointerId);
    const pixel = pixelIn(place, event);
    drag = { kind, place, startedAt: pixel, last: pixel, moved: false };
    if (kind === "crosshair" || kind === "slice") apply(drag, pixel);
  };

  const move = (event: PointerEvent) => {
    if (!drag) return;
    const pixel = pixelIn(drag.place, event);
    const far = Math.hypot(pixel[0] - drag.startedAt[0], pixel[1] - drag.startedAt[1]);
    if (!drag.moved && far < CLICK_PIXELS) return;
    drag.moved = true;
    apply(drag, pixel);
    drag.last = pixel;
  };

  const up = (event: PointerEvent) => {
    if (!drag) return;
    const ended = drag;
    drag = null;
    if (viewport.hasPointerCapture(event.pointerId))
      viewport.releasePointerCapture(event.pointerId);
    if (ended.kind === "rotate" && !ended.moved) setCrosshair(ended.place, ended.startedAt);
    if (ended.kind === "shift" && ended.moved) events.shiftEnded(ended.place.column);
  };

  const wheel = (event: WheelEvent) => {
    const place = placeOf(event);
    if (!place) return;
    event.preventDefault();
    const state = store.getState();
    // Some mice report lines (about 3 a notch), trackpads many small pixels: both become steps of a slice.
    const pixels = event.deltaMode === 1 ? event.deltaY * 33 : event.deltaY || event.deltaX;
    if (event.ctrlKey || event.metaKey) {
      const factor = Math.exp(-pixels / 400);
      store.setState(
        changes.zoomed(state, kindOf(place), place.rect, pixelIn(place, event), factor),
      );
      return;
    }
    wheelRest += pixels / WHEEL_PIXELS_PER_STEP;
    const notch = Math.abs(pixels) >= WHEEL_PIXELS_PER_STEP;
    const steps = notch
      ? Math.sign(pixels) * Math.round(Math.abs(pixels) / 100 || 1)
      : Math.trunc(wheelRest);
    wheelRest = notch ? 0 : wheelRest - steps;
    if (steps === 0) return;
    const row = rowOf(place);
    store.setState(changes.scrolled(state, turns(row.content) ? "axial" : row.plane, steps));
    scene.follow(place.id);
  };

  const doubleClick = (event: MouseEvent) => {
    const place = placeOf(event);
    if (!place || (event.target as HTMLElement).closest("button, select, input, [data-no-drag]"))
      return;
    // A double click asks for the large picture, not for another place.
    store.setState({
      ...firstPress?.before,
      ...changes.maximisedToggled(store.getState(), place),
    });
    firstPress = null;
  };
  const noMenu = (event: MouseEvent) => event.preventDefault();

  const ending = new AbortController();
  const options = { signal: ending.signal };
  viewport.addEventListener("pointerdown", down, options);
  viewport.addEventListener("pointermove", move, options);
  viewport.addEventListener("pointerup", up, options);
  viewport.addEventListener("pointercancel", up, options);
  viewport.addEventListener("wheel", wheel, { ...options, passive: false });
  viewport.addEventListener("dblclick", doubleClick, options);
  viewport.addEventListener("contextmenu", noMenu, options);
  return () => ending.abort();
}
