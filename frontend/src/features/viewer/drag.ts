/** What a drag does, decided once when the button goes down. */
import type { ComparisonState, Tool } from "@/state/comparison";
import { type Row, turns } from "@/state/presets";

export type DragKind =
  | "crosshair"
  | "rotate"
  | "pan"
  | "zoom"
  | "ct-window"
  | "pet-range"
  | "difference-limit"
  | "shift"
  | "slice";

export interface Press {
  readonly button: number;
  readonly shiftKey: boolean;
  readonly ctrlKey: boolean;
  readonly onSlider: boolean;
}

/** Windowing acts on the CT where one is seen, on the PET where not, and with Shift on the PET over a CT. */
export function windowingOf(
  row: Row,
  overlay: ComparisonState["overlay"],
  shift: boolean,
): DragKind {
  if (row.content === "ct") return "ct-window";
  if (row.content === "pet" || turns(row.content)) return "pet-range";
  if (row.content === "fused") return shift ? "pet-range" : "ct-window";
  if (overlay.mode === "difference") return shift ? "ct-window" : "difference-limit";
  const ct = overlay.aShows === "ct" || overlay.bShows === "ct";
  const pet = overlay.aShows === "pet" || overlay.bShows === "pet";
  return ct && !(shift && pet) ? "ct-window" : "pet-range";
}

export function dragKind(
  press: Press,
  tool: Tool,
  row: Row,
  overlay: ComparisonState["overlay"],
  column: number,
): DragKind | null {
  if (press.onSlider && press.button === 0) return "slice";
  if (press.button === 1) return "pan";
  // Surfaces have no window.
  if (row.content === "surface" && (press.button === 2 || tool === "window")) return "rotate";
  if (press.button === 2) return windowingOf(row, overlay, press.shiftKey);
  if (press.button !== 0) return null;
  if (tool === "window") return windowingOf(row, overlay, press.shiftKey);
  if (press.ctrlKey) return "zoom";
  if (press.shiftKey) return "pan";
  if (turns(row.content)) return tool === "pan" || tool === "zoom" ? tool : "rotate";
  // The first time point is what the others are placed on.
  if (tool === "shift") return column === 0 ? null : "shift";
  return tool;
}
