/** How organs are looked at: one choice for all columns, by structure, whichever maps the time points have. */
import { createStore, type StoreApi } from "zustand/vanilla";
import type { Colour, OrganMap, OrganStructure, OrgansAnswer } from "@/api/organs";

export type LabelStyle = "filled" | "outlined" | "both";
export const LABEL_STYLES: readonly LabelStyle[] = ["filled", "outlined", "both"];

/** What happens on the MIP to what the marked organs have taken up. */
export type MipTreatment = "dim" | "without";
export const MIP_TREATMENTS: readonly MipTreatment[] = ["dim", "without"];

export interface OrganLook {
  readonly style: LabelStyle;
  /** 0..1 */
  readonly opacity: number;
  /** Keys of structures that are not drawn. */
  readonly hidden: readonly string[];
  /** The one structure that is drawn alone, or null. */
  readonly solo: string | null;
  /** Where it is not the structure's own. */
  readonly colours: Readonly<Record<string, Colour>>;
  /** Keys of structures that are dimmed on the MIP or left out of it. */
  readonly mipMarked: readonly string[];
  readonly mipTreatment: MipTreatment;
}

export interface OrganState {
  readonly look: OrganLook;
  /** What the server said last; null until it has. */
  readonly answer: OrgansAnswer | null;
  /** The structure that the list, the table or the curves are about. */
  readonly chosen: string | null;
  /** By examination: a map that somebody chose instead of the one that is shown by itself. */
  readonly mapOf: Readonly<Record<string, string>>;
}

export type OrganStore = StoreApi<OrganState>;
type Change = Partial<OrganState>;

export const USUAL_LOOK: OrganLook = {
  style: "filled",
  opacity: 0.4,
  hidden: [],
  solo: null,
  colours: {},
  mipMarked: [],
  mipTreatment: "dim",
};

export function createOrganStore(look: OrganLook = USUAL_LOOK): OrganStore {
  return createStore<OrganState>(() => ({ look, answer: null, chosen: null, mapOf: {} }));
}

/** The map of each column that is shown, in the order of the columns. */
export function shownMaps(state: Pick<OrganState, "answer" | "mapOf">): (OrganMap | null)[] {
  return (state.answer?.time_points ?? []).map(({ examination, shown, maps }) => {
    const by = (key: string | null | undefined) => maps.find((map) => map.key === key);
    return by(state.mapOf[examination]) ?? by(shown) ?? null;
  });
}

/** Keys of the structures that any shown map has, in the order of the maps' segments. */
export function structuresThere(state: Pick<OrganState, "answer" | "mapOf">): string[] {
  const keys = shownMaps(state).flatMap((map) => map?.segments.map((one) => one.structure) ?? []);
  return [...new Set(keys)];
}

export function isDrawn(look: OrganLook, structure: string): boolean {
  return look.solo === null ? !look.hidden.includes(structure) : look.solo === structure;
}

const UNKNOWN_COLOUR: Colour = [200, 200, 200];

export function colourOf(
  look: OrganLook,
  structures: Readonly<Record<string, Pick<OrganStructure, "colour">>>,
  structure: string,
): Colour {
  return look.colours[structure] ?? structures[structure]?.colour ?? UNKNOWN_COLOUR;
}

export function lookChanged(state: OrganState, change: Partial<OrganLook>): Change {
  return { look: { ...state.look, ...change } };
}

function marked(old: readonly string[], keys: readonly string[], on: boolean): string[] {
  const rest = old.filter((key) => !keys.includes(key));
  return on ? [...rest, ...keys] : rest;
}

/** Draws these structures or not; ends a solo, which would make the choice invisible. */
export function drawn(state: OrganState, keys: readonly string[], on: boolean): Change {
  const { look } = state;
  // What a solo has hidden counts as hidden, else ending it would bring back everything.
  const hidden =
    look.solo === null
      ? look.hidden
      : structuresThere(state).filter((key) => key !== look.solo || keys.includes(key));
  return lookChanged(state, { solo: null, hidden: marked(hidden, keys, !on) });
}

/** Draws one structure alone; again: all as before. */
export function soloToggled(state: OrganState, structure: string): Change {
  return lookChanged(state, { solo: state.look.solo === structure ? null : structure });
}

export function coloured(state: OrganState, structure: string, colour: Colour | null): Change {
  const { [structure]: _, ...others } = state.look.colours;
  return lookChanged(state, { colours: colour ? { ...others, [structure]: colour } : others });
}

export function markedOnMip(state: OrganState, keys: readonly string[], on: boolean): Change {
  return lookChanged(state, { mipMarked: marked(state.look.mipMarked, keys, on) });
}

/** What takes up FDG in everybody: brain, heart with its cavities, kidneys, urinary bladder. */
const PHYSIOLOGICAL =
  /^(brain|heart|heart_(myocardium|atrium_left|atrium_right|ventricle_left|ventricle_right)|kidney_(left|right)|urinary_bladder)$/;

export function physiological(keys: readonly string[]): string[] {
  return keys.filter((key) => PHYSIOLOGICAL.test(key));
}

export function mapChosen(state: OrganState, examination: string, map: string): Change {
  return { mapOf: { ...state.mapOf, [examination]: map } };
}
