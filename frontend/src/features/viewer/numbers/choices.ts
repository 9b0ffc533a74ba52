/** What is looked at in the table and in the curves: kept for the visit, the same in both. */
import { createStore, type StoreApi } from "zustand/vanilla";
import type { ViewerSession } from "../session";
import type { Against, Measure } from "./measures";

/** More curves than this cannot be told apart. */
export const MOST_CURVES = 8;

export interface Choices {
  readonly measure: Measure;
  readonly against: Against;
  readonly search: string;
  /** Keys of the structures whose course is drawn. */
  readonly curves: readonly string[];
  readonly scale: "absolute" | "relative";
}

const ofSession = new WeakMap<ViewerSession, StoreApi<Choices>>();

export function choicesOf(session: ViewerSession): StoreApi<Choices> {
  const known = ofSession.get(session);
  if (known) return known;
  const made = createStore<Choices>(() => ({
    measure: "mean",
    against: "first",
    search: "",
    // What responses are judged against; where a map lacks them they are not drawn.
    curves: ["liver", "aorta"],
    scale: "absolute",
  }));
  ofSession.set(session, made);
  return made;
}

export function curveToggled(state: Choices, structure: string): Partial<Choices> {
  if (state.curves.includes(structure))
    return { curves: state.curves.filter((key) => key !== structure) };
  return state.curves.length < MOST_CURVES ? { curves: [...state.curves, structure] } : {};
}
