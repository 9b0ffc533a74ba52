/** From an event of the keyboard to what it does. */
import { KEY_ACTIONS, type Key, type KeyAction } from "./keys";

const isDigit = (code: string) => /^Digit\d$/.test(code);

/** The key of an event as the table writes it; the signs + - [ ] count whatever Shift they need on a keyboard. */
export function keyOf(event: Pick<KeyboardEvent, "key" | "code" | "shiftKey" | "altKey">): Key {
  const press = isDigit(event.code) ? event.code : event.key.toLowerCase();
  const sign = press.length === 1 && !/[a-z ]/.test(press);
  return { press, shift: event.shiftKey && !sign, alt: event.altKey && !sign };
}

/** What this key does, or null: then the event is the browser's. */
export function actionFor(key: Key): KeyAction | null {
  const same = (other: Key) =>
    other.press === key.press &&
    (other.shift ?? false) === (key.shift ?? false) &&
    (other.alt ?? false) === (key.alt ?? false);
  return KEY_ACTIONS.find((action) => action.keys.some(same)) ?? null;
}
