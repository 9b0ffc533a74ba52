/** Brings the part that knows organs, when the first pictures are there: it must not delay them. */
import { useEffect, useState } from "react";
import type * as Organs from "./organs";
import type { OrganSession } from "./organs/organSession";
import type { Scene } from "./scene";

export interface OrganParts {
  readonly session: OrganSession;
  readonly parts: typeof Organs;
}

/** Where something is still being prepared there may be no picture of all columns for long. */
const WAIT_FOR_PREPARATION_MS = 4000;
const LONGEST_WAIT_MS = 30_000;

export function useOrgans(scene: Scene): OrganParts | null {
  const [found, setFound] = useState<OrganParts | null>(null);
  useEffect(() => {
    let session: OrganSession | null = null;
    let over = false;
    let begun = false;
    const begin = () => {
      if (begun || over) return;
      begun = true;
      import("./organs").then(
        (parts) => {
          if (over) return;
          session = new parts.OrganSession(scene);
          scene.session.organs = session;
          session.open();
          setFound({ session, parts });
        },
        // Without organs everything else works.
        () => undefined,
      );
    };
    void scene.whenBegun.then(begin);
    const timers = [
      window.setTimeout(() => {
        if (scene.descriptor.time_points.some(({ state }) => state !== "ready")) begin();
      }, WAIT_FOR_PREPARATION_MS),
      window.setTimeout(begin, LONGEST_WAIT_MS),
    ];
    return () => {
      over = true;
      for (const timer of timers) clearTimeout(timer);
      scene.session.organs = null;
      session?.close();
      setFound(null);
    };
  }, [scene]);
  return found;
}
