import { type KeyboardEvent, useState } from "react";
import { useNavigate } from "react-router";

/** Which row an arrow key leads to; -1 is the search field itself. */
export function rowAfterKey(key: string, current: number, rows: number): number | null {
  if (rows === 0) return null;
  if (key === "ArrowDown") return Math.min(current + 1, rows - 1);
  if (key === "ArrowUp") return Math.max(current - 1, -1);
  return null;
}

/** Move through the rows with the arrow keys while typing; Enter opens the marked one, or the only one. */
export function useRowKeys(keys: readonly string[]) {
  const navigate = useNavigate();
  const [marked, setMarked] = useState<string | null>(null);
  const index = marked === null ? -1 : keys.indexOf(marked);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Enter") {
      const chosen = index >= 0 ? keys[index] : keys.length === 1 ? keys[0] : undefined;
      if (chosen) navigate(`/patients/${chosen}`);
      return;
    }
    const next = rowAfterKey(event.key, index, keys.length);
    if (next === null) return;
    event.preventDefault();
    setMarked(next < 0 ? null : (keys[next] ?? null));
  };

  return { active: index >= 0 ? marked : null, onKeyDown, forget: () => setMarked(null) };
}
