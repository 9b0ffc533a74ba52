/** The keyboard: one table, which the help shows and which decides. */
import type { Vec3 } from "@/geometry";
import * as changes from "@/state/changes";
import { type ComparisonState, TOOLS, type Tool } from "@/state/comparison";
import type { PanePlace } from "@/state/layout";
import { petRangesOf } from "@/state/normalisation";
import { normalAxis, offPlane, onPlane } from "@/state/planes";
import { CT_WINDOWS, PET_RANGES, type Plane, type RowPreset, turns } from "@/state/presets";

type Change = Partial<ComparisonState>;

export interface Key {
  /** KeyboardEvent.key in lower case, or .code for digits: "Digit1". */
  readonly press: string;
  readonly shift?: boolean;
  readonly alt?: boolean;
}

export interface KeyAction {
  /** Key below "viewer:help.actions". */
  readonly name: string;
  readonly group: "look" | "navigate" | "pictures" | "organs" | "tools";
  readonly keys: readonly Key[];
  /** How the keys are written in the help. */
  readonly shown: string;
  readonly act: (state: ComparisonState, key: Key, pane: PanePlace | null) => Change;
}

function planeOf(state: ComparisonState, pane: PanePlace | null): Plane {
  const row = pane ? state.rows[pane.row] : undefined;
  return row && !turns(row.content) ? row.plane : state.plane;
}

const scroll = (steps: number) => (state: ComparisonState, _: Key, pane: PanePlace | null) =>
  changes.scrolled(state, planeOf(state, pane), steps);

function toEnd(end: 0 | 1) {
  return (state: ComparisonState, _: Key, pane: PanePlace | null): Change => {
    const plane = planeOf(state, pane);
    const [least, most] = changes.positionRange(state, plane);
    // The first slice of a stack is the one at the head.
    const first = normalAxis(plane) === 2 ? most : least;
    return changes.movedTo(state, plane, end === 0 ? first : least + most - first);
  };
}

function zoomPane(factor: number) {
  return (state: ComparisonState, _: Key, pane: PanePlace | null): Change => {
    if (!pane) return {};
    const row = state.rows[pane.row];
    const kind = turns(row.content) ? "mip" : row.plane;
    const { width, height } = pane.rect;
    return changes.zoomed(state, kind, pane.rect, [width / 2, height / 2], factor);
  };
}

const ARROWS: Record<string, readonly [number, number]> = {
  arrowleft: [-1, 0],
  arrowright: [1, 0],
  arrowup: [0, -1],
  arrowdown: [0, 1],
};

/** Moves the examination of the active column in its plane: 1 mm, with Shift 5 mm. */
export function nudge(state: ComparisonState, key: Key, pane: PanePlace | null): Change {
  const arrow = ARROWS[key.press];
  if (!pane || !arrow || pane.column === 0) return {};
  const plane = planeOf(state, pane);
  const by_mm = key.shift ? 5 : 1;
  const old = state.placements[pane.column].manualShift;
  const at = onPlane(plane, old);
  const shift: Vec3 = offPlane(plane, [at[0] + arrow[0] * by_mm, at[1] + arrow[1] * by_mm], old);
  return changes.shifted(state, pane.column, shift);
}

const plane = (chosen: Plane) => (state: ComparisonState) => changes.planeChosen(state, chosen);
const preset = (chosen: RowPreset) => (state: ComparisonState) =>
  changes.presetChosen(state, chosen);
const tool = (chosen: Tool) => () => ({ tool: chosen });
const digits = (count: number, shift: boolean) =>
  Array.from({ length: count }, (_, at) => ({ press: `Digit${at + 1}`, shift }));
const digitOf = (key: Key) => Number(key.press.slice(5)) - 1;
const opacityBy = (by: number) => (state: ComparisonState) => ({
  opacity: Math.min(1, Math.max(0, Math.round((state.opacity + by) * 10) / 10)),
});

/** What O brings back after it has hidden the PET. */
const HALF = 0.5;
const arrowKeys = (more: Partial<Key>) => Object.keys(ARROWS).map((press) => ({ press, ...more }));

export const KEY_ACTIONS: readonly KeyAction[] = [
  { name: "slice", group: "navigate", shown: "↑ ↓", keys: [{ press: "arrowup" }], act: scroll(-1) },
  { name: "slice", group: "navigate", shown: "", keys: [{ press: "arrowdown" }], act: scroll(1) },
  {
    name: "tenSlices",
    group: "navigate",
    shown: "PgUp PgDn",
    keys: [{ press: "pageup" }],
    act: scroll(-10),
  },
  {
    name: "tenSlices",
    group: "navigate",
    shown: "",
    keys: [{ press: "pagedown" }],
    act: scroll(10),
  },
  { name: "ends", group: "navigate", shown: "Home End", keys: [{ press: "home" }], act: toEnd(0) },
  { name: "ends", group: "navigate", shown: "", keys: [{ press: "end" }], act: toEnd(1) },
  {
    name: "turn",
    group: "navigate",
    shown: "← →",
    keys: [{ press: "arrowleft" }],
    act: (s) => changes.rotated(s, 10),
  },
  {
    name: "turn",
    group: "navigate",
    shown: "",
    keys: [{ press: "arrowright" }],
    act: (s) => changes.rotated(s, -10),
  },
  {
    name: "play",
    group: "navigate",
    shown: "Space",
    keys: [{ press: " " }],
    act: (s) => ({ mipPlaying: !s.mipPlaying }),
  },
  {
    name: "zoom",
    group: "navigate",
    shown: "+ −",
    keys: [{ press: "+" }, { press: "=" }, { press: "+", shift: true }],
    act: zoomPane(1.25),
  },
  { name: "zoom", group: "navigate", shown: "", keys: [{ press: "-" }], act: zoomPane(0.8) },
  {
    name: "fit",
    group: "navigate",
    shown: "0",
    keys: [{ press: "Digit0" }],
    act: changes.fittedAgain,
  },
  {
    name: "ctWindow",
    group: "look",
    shown: "1 – 5",
    keys: digits(CT_WINDOWS.length, false),
    act: (_, key) => {
      const { centre, width } = CT_WINDOWS[digitOf(key)];
      return { ctWindow: { centre, width } };
    },
  },
  {
    name: "petRange",
    group: "look",
    shown: "Shift + 1 – 5",
    keys: digits(PET_RANGES.length, true),
    act: (state, key) => ({ petRange: petRangesOf(state.normalisation)[digitOf(key)] }),
  },
  {
    name: "opacity",
    group: "look",
    shown: "[ ]",
    keys: [{ press: "[" }, { press: "," }],
    act: opacityBy(-0.1),
  },
  {
    name: "opacity",
    group: "look",
    shown: "",
    keys: [{ press: "]" }, { press: "." }],
    act: opacityBy(0.1),
  },
  {
    name: "petOnOff",
    group: "look",
    shown: "O",
    keys: [{ press: "o" }],
    act: (s) => ({ opacity: s.opacity > 0 ? 0 : HALF }),
  },
  {
    name: "crosshairLines",
    group: "look",
    shown: "X",
    keys: [{ press: "x" }],
    act: (s) => ({ crosshairShown: !s.crosshairShown }),
  },
  { name: "axial", group: "pictures", shown: "A", keys: [{ press: "a" }], act: plane("axial") },
  { name: "coronal", group: "pictures", shown: "C", keys: [{ press: "c" }], act: plane("coronal") },
  {
    name: "sagittal",
    group: "pictures",
    shown: "S",
    keys: [{ press: "s" }],
    act: plane("sagittal"),
  },
  {
    name: "fusedMip",
    group: "pictures",
    shown: "F",
    keys: [{ press: "f" }],
    act: preset("fusedMip"),
  },
  {
    name: "ctPetFused",
    group: "pictures",
    shown: "G",
    keys: [{ press: "g" }],
    act: preset("ctPetFused"),
  },
  { name: "mip", group: "pictures", shown: "I", keys: [{ press: "i" }], act: preset("mip") },
  {
    name: "compare",
    group: "pictures",
    shown: "D",
    keys: [{ press: "d" }],
    act: preset("compare"),
  },
  {
    name: "surface",
    group: "pictures",
    shown: "V",
    keys: [{ press: "v" }],
    act: (s) => changes.contentToggled(s, "surface"),
  },
  {
    name: "maximise",
    group: "pictures",
    shown: "Enter",
    keys: [{ press: "enter" }],
    act: (s, _, pane) => (pane ? changes.maximisedToggled(s, pane) : {}),
  },
  {
    name: "organPanel",
    group: "organs",
    shown: "L",
    keys: [{ press: "l" }],
    act: changes.organPanelToggled,
  },
  {
    name: "organsShown",
    group: "organs",
    shown: "K",
    keys: [{ press: "k" }],
    act: (s) => ({ organsShown: !s.organsShown }),
  },
  // Which organ lies under the mouse is known where the mouse is listened to.
  { name: "organSolo", group: "organs", shown: "U", keys: [{ press: "u" }], act: () => ({}) },
  { name: "organHide", group: "organs", shown: "H", keys: [{ press: "h" }], act: () => ({}) },
  {
    name: "crosshairTool",
    group: "tools",
    shown: "Q",
    keys: [{ press: "q" }],
    act: tool("crosshair"),
  },
  { name: "windowTool", group: "tools", shown: "W", keys: [{ press: "w" }], act: tool("window") },
  { name: "panTool", group: "tools", shown: "P", keys: [{ press: "p" }], act: tool("pan") },
  { name: "zoomTool", group: "tools", shown: "Z", keys: [{ press: "z" }], act: tool("zoom") },
  { name: "shiftTool", group: "tools", shown: "M", keys: [{ press: "m" }], act: tool("shift") },
  {
    name: "nudge",
    group: "tools",
    shown: "Alt + ← ↑ ↓ →",
    keys: arrowKeys({ alt: true }),
    act: nudge,
  },
  {
    name: "nudgeFar",
    group: "tools",
    shown: "Alt + Shift + ← ↑ ↓ →",
    keys: arrowKeys({ alt: true, shift: true }),
    act: nudge,
  },
  {
    name: "leave",
    group: "tools",
    shown: "Esc",
    keys: [{ press: "escape" }],
    act: (s) => (s.maximised ? { maximised: null } : { tool: TOOLS[0], mipPlaying: false }),
  },
];
