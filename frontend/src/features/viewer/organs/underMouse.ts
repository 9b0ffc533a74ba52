/** Names the organ under the mouse beside it, and draws or hides it alone where somebody asks for that. */
import { paneAt } from "@/state/layout";
import { drawn, soloToggled } from "@/state/organs";
import type { OrganSession } from "./organSession";
import styles from "./PaneOrgans.module.css";

const BESIDE_PIXELS = 14;
const REST_MS = 120;

export interface UnderMouse {
  /** The structures there, the smallest first; none where nothing is drawn. */
  readonly structures: () => readonly string[];
  readonly solo: () => void;
  readonly hide: () => void;
  readonly end: () => void;
}

/** Listens on the viewport. */
export function listenForOrgans(viewport: HTMLElement, session: OrganSession): UnderMouse {
  const tag = document.createElement("div");
  tag.className = styles.tag;
  tag.dataset.part = "organ-tag";
  tag.hidden = true;
  viewport.append(tag);
  let at: readonly [number, number] | null = null;
  let found: readonly string[] = [];
  let waiting = 0;
  let rest = 0;

  const look = () => {
    waiting = 0;
    found = at ? structuresAt(session, at) : [];
    const structures = session.store.getState().answer?.structures ?? {};
    const names = found.map((key) => structures[key]?.name ?? key).join(", ");
    tag.hidden = names === "";
    if (!at || names === "") return;
    if (tag.textContent !== names) tag.textContent = names;
    const left = Math.min(at[0] + BESIDE_PIXELS, viewport.clientWidth - tag.offsetWidth - 4);
    const below = at[1] + BESIDE_PIXELS + tag.offsetHeight < viewport.clientHeight;
    const top = below ? at[1] + BESIDE_PIXELS : at[1] - BESIDE_PIXELS - tag.offsetHeight;
    tag.style.transform = `translate(${left.toFixed(0)}px, ${top.toFixed(0)}px)`;
  };
  // Several moves between two frames are one question.
  const later = () => {
    waiting ||= requestAnimationFrame(look);
  };
  const move = (event: PointerEvent) => {
    const box = viewport.getBoundingClientRect();
    const overWords = (event.target as HTMLElement).closest(
      "button, select, input, [data-no-drag]",
    );
    at =
      event.buttons === 0 && !overWords
        ? [event.clientX - box.left, event.clientY - box.top]
        : null;
    later();
  };
  // Asking holds up the graphics card: not while slices pass by.
  const scrolled = () => {
    tag.hidden = true;
    found = [];
    clearTimeout(rest);
    rest = window.setTimeout(later, REST_MS);
  };
  const leave = () => {
    at = null;
    later();
  };
  const solo = () => {
    const state = session.store.getState();
    // Beside the one organ there is nothing left to point at: then the key brings the others back.
    const structure = found[0] ?? state.look.solo;
    if (structure) session.store.setState(soloToggled(state, structure));
    later();
  };
  const hide = () => {
    if (found[0]) session.store.setState(drawn(session.store.getState(), [found[0]], false));
    later();
  };
  const click = (event: MouseEvent) => {
    if (event.altKey && event.button === 0) solo();
  };
  const ending = new AbortController();
  const options = { signal: ending.signal };
  viewport.addEventListener("pointermove", move, options);
  viewport.addEventListener("pointerleave", leave, options);
  viewport.addEventListener("wheel", scrolled, { ...options, passive: true });
  viewport.addEventListener("click", click, options);
  return {
    structures: () => found,
    solo,
    hide,
    end: () => {
      ending.abort();
      cancelAnimationFrame(waiting);
      clearTimeout(rest);
      tag.remove();
    },
  };
}

/** The structures at a point of the viewport in CSS pixels. */
function structuresAt(session: OrganSession, [x, y]: readonly [number, number]): readonly string[] {
  const place = paneAt(session.scene.places, x, y);
  if (!place) return [];
  const ratio = window.devicePixelRatio || 1;
  return session.structuresUnder(place.id, Math.floor(x * ratio), Math.floor(y * ratio));
}
