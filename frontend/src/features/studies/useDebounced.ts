import { useEffect, useState } from "react";

/** The value, once it has not changed for a while. Emptied fields are taken over at once. */
export function useDebounced(value: string, pause_ms: number): string {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = window.setTimeout(() => setSettled(value), value === "" ? 0 : pause_ms);
    return () => window.clearTimeout(timer);
  }, [value, pause_ms]);
  return settled;
}
