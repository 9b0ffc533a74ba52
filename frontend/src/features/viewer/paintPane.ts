/** Writes what changes with the mouse over a pane, without React: see PaneOverlay for the elements. */
import type { PaneModel } from "./paneModel";

interface Parts {
  readonly vertical: HTMLElement | null;
  readonly horizontal: HTMLElement | null;
  readonly texts: Record<string, HTMLElement | null>;
  readonly scaleBar: HTMLElement | null;
  readonly thumb: HTMLElement | null;
  readonly coarse: HTMLElement | null;
}

const partsOf = new WeakMap<HTMLElement, Parts>();

function find(element: HTMLElement): Parts {
  const part = (name: string) => element.querySelector<HTMLElement>(`[data-part="${name}"]`);
  const names = [
    "left",
    "right",
    "top",
    "bottom",
    "position",
    "window",
    "scale",
    "lo",
    "hi",
    "unit",
  ];
  return {
    vertical: part("vertical"),
    horizontal: part("horizontal"),
    scaleBar: part("scale-bar"),
    thumb: part("thumb"),
    coarse: part("coarse"),
    texts: Object.fromEntries(names.map((name) => [name, part(name)])),
  };
}

function write(element: HTMLElement | null | undefined, text: string): void {
  // Writing the same text again would still make the browser lay it out.
  if (element && element.textContent !== text) element.textContent = text;
}

function show(element: HTMLElement | null, shown: boolean): void {
  if (element && element.hidden === shown) element.hidden = !shown;
}

/** Forget the found elements: React has drawn the pane's overlay anew. */
export function forgetPane(element: HTMLElement): void {
  partsOf.delete(element);
}

export function paintPane(
  element: HTMLElement,
  model: PaneModel,
  { coarse, empty }: { readonly coarse: boolean; readonly empty: string | null },
): void {
  let parts = partsOf.get(element);
  if (!parts) {
    parts = find(element);
    partsOf.set(element, parts);
  }
  const { texts } = parts;
  const at = empty ? null : model.crosshair;
  show(parts.vertical, at !== null);
  show(parts.horizontal, at !== null);
  if (at) {
    if (parts.vertical) parts.vertical.style.transform = `translateX(${at[0].toFixed(1)}px)`;
    if (parts.horizontal) parts.horizontal.style.transform = `translateY(${at[1].toFixed(1)}px)`;
  }
  for (const edge of ["left", "right", "top", "bottom"] as const)
    write(texts[edge], model.letters[edge]);
  write(texts.position, model.position);
  write(texts.window, model.window);
  write(texts.scale, model.scale.text);
  if (parts.scaleBar) parts.scaleBar.style.width = `${model.scale.pixels.toFixed(1)}px`;
  if (parts.thumb && model.slider !== null)
    parts.thumb.style.top = `${(model.slider * 100).toFixed(2)}%`;
  write(texts.lo, model.bar?.lo ?? "");
  write(texts.hi, model.bar?.hi ?? "");
  write(texts.unit, model.bar?.unit ?? "");
  show(parts.coarse, coarse);
  if (element.dataset.empty !== (empty ?? "")) element.dataset.empty = empty ?? "";
}
