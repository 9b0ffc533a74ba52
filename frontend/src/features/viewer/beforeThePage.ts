/** The first pictures, where the page will have them, before there is a page. */
import { formatPersonName } from "@/components/formats";
import type { Scene } from "./scene";

const ROW_PX = 30;
const TOOLBAR_EDGES_PX = 9;
const HEADS_PX = 65;
/** Narrower windows than these need one row of tools more each. */
const WRAPS_BELOW_PX = [1940, 1010] as const;

/**
 * How much of the window the tools and the heads of the columns will take. It is foreseen, not known: the page measures
 * it, and where words are longer than usual the pictures then move by a row.
 */
export function barsHeight(windowWidth_px: number): number {
  const rows = 1 + WRAPS_BELOW_PX.filter((width) => windowWidth_px < width).length;
  return rows * ROW_PX + TOOLBAR_EDGES_PX + HEADS_PX;
}

let leave: () => void = () => undefined;

/** Resolves when they are on the screen. */
export function showBeforeThePage(scene: Scene): Promise<void> {
  const { canvas } = scene.session;
  const { innerWidth, innerHeight } = window;
  const top = Math.min(barsHeight(innerWidth), innerHeight - 1);
  const stage = document.createElement("div");
  // Through properties: the content security policy forbids styles that are written as text.
  Object.assign(stage.style, { position: "fixed", inset: `${top}px 0 0 0`, background: "#000" });
  Object.assign(canvas.style, { position: "absolute", width: "100%", height: "100%" });
  scene.beforeDraw = () => {
    scene.beforeDraw = () => undefined;
    stage.replaceChildren(canvas, ...names(scene));
    // Not earlier: an empty canvas in the page is composed with it all the same, which takes longer than to draw on it.
    document.body.append(stage);
  };
  leave = () => {
    scene.beforeDraw = () => undefined;
    stage.remove();
  };
  scene.session.onClosed = leave;
  scene.open();
  scene.resize(innerWidth, innerHeight - top);
  return scene.whenBegun;
}

/**
 * Moves the canvas, with what is on it, to where the page wants it. The rest of the voxels is asked for when both the
 * first pictures and the page around them are on the screen: until then they have the whole machine.
 */
export function takeOver(scene: Scene, viewport: HTMLElement): void {
  const { canvas } = scene.session;
  canvas.removeAttribute("style");
  viewport.prepend(canvas);
  leave();
  void scene.whenBegun.then(() => {
    requestAnimationFrame(() => requestAnimationFrame(() => scene.session.release()));
  });
}

/** No picture without whose and of when it is. The language is not known yet: dates are as they are stored. */
function names({ drawings, descriptor }: Scene): readonly HTMLElement[] {
  const { patient, time_points } = descriptor;
  return drawings.flatMap(({ place, drawing }) => {
    const timePoint = time_points[place.column];
    if (!timePoint || drawing.spec?.kind !== "slice") return [];
    const born = `*${patient.birth_date ?? "–"}`;
    const of = `${timePoint.label} ${timePoint.acquired_at?.slice(0, 10) ?? "–"}`;
    const element = document.createElement("div");
    element.textContent = `${formatPersonName(patient.name) || "–"}\n${patient.id || "–"} · ${born}\n${of}`;
    Object.assign(element.style, {
      position: "absolute",
      left: `${place.rect.x + 6}px`,
      top: `${place.rect.y + 2}px`,
      font: "11px/1.35 sans-serif",
      color: "#e8edf0",
      whiteSpace: "pre",
    });
    return [element];
  });
}
