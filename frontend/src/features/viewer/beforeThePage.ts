/** The first pictures, where the page will have them, before there is a page. */
import { formatPersonName } from "@/components/formats";
import { isLightPane, mapOf } from "./paneColours";
import { lettersAt, mipLetters } from "./paneModel";
import type { Scene } from "./scene";

const ROW_PX = 30;
const TOOLBAR_EDGES_PX = 9;
const HEADS_PX = 65;
/** Narrower windows than these need one row of tools more each. */
const WRAPS_BELOW_PX = [1890, 990] as const;

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
    stage.replaceChildren(canvas, ...written(scene));
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

/** As on the page. */
const ON_DARK = { names: "#dfe7ea", letters: "#f4d58a" };
const ON_LIGHT = { names: "#10181d", letters: "#7a4a00" };

function words(text: string, style: Partial<CSSStyleDeclaration>): HTMLElement {
  const element = document.createElement("div");
  element.textContent = text;
  Object.assign(element.style, { position: "absolute", whiteSpace: "pre", ...style });
  return element;
}

/**
 * No picture without whose and of when it is, and where left is. The language is not known yet: dates are as they are
 * stored.
 */
function written({ drawings, descriptor, store }: Scene): readonly HTMLElement[] {
  const { patient, time_points } = descriptor;
  const state = store.getState();
  return drawings.flatMap(({ place, drawing }) => {
    const [timePoint, row] = [time_points[place.column], state.rows[place.row]];
    const placement = state.placements[place.column];
    const kind = drawing.spec?.kind;
    if (!timePoint || !row || !placement || (kind !== "slice" && kind !== "mip")) return [];
    const ink = isLightPane(mapOf(state, row, timePoint), row, timePoint) ? ON_LIGHT : ON_DARK;
    const born = `*${patient.birth_date ?? "–"}`;
    const of = `${timePoint.label} ${timePoint.acquired_at?.slice(0, 10) ?? "–"}`;
    const { x, y, width, height } = place.rect;
    const names = `${formatPersonName(patient.name) || "–"}\n${patient.id || "–"} · ${born}\n${of}`;
    const { left, right, top, bottom } =
      kind === "mip" ? mipLetters(state.mipAngle) : lettersAt(row.plane, placement.toCommon);
    const letter = { font: "600 13px/1.3 sans-serif", color: ink.letters };
    const [middle, centre] = [`${y + height / 2}px`, `${x + width / 2}px`];
    const [raised, across] = ["translateY(-50%)", "translateX(-50%)"];
    return [
      words(names, {
        left: `${x + 6}px`,
        top: `${y + 2}px`,
        font: "11px/1.35 sans-serif",
        color: ink.names,
      }),
      words(left, { ...letter, left: `${x + 6}px`, top: middle, transform: raised }),
      words(right, {
        ...letter,
        left: `${x + width - 20}px`,
        top: middle,
        transform: `translateX(-100%) ${raised}`,
      }),
      words(top, { ...letter, left: centre, top: `${y + 3}px`, transform: across }),
      words(bottom, {
        ...letter,
        left: centre,
        top: `${y + height - 3}px`,
        transform: "translate(-50%, -100%)",
      }),
    ];
  });
}
