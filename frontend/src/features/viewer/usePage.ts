/** From an address to a session: the descriptor, asked again while something is being prepared. */
import { useCallback, useEffect, useRef, useState } from "react";
import { comparisonPath, fetchComparison, questionInSearch } from "@/api/comparison";
import { type ApiFailure, asFailure, wasCancelled } from "@/api/failure";
import type { ComparisonDescriptor } from "@/volumes";
import { askedBy, beginningOf } from "./beginning";
import type { Scene } from "./scene";

const POLL_MS = 2000;

/** Why the page cannot show pictures at all. */
export type PageTrouble =
  | { readonly kind: "no-webgl" }
  | { readonly kind: "no-examinations" }
  | { readonly kind: "api"; readonly failure: ApiFailure };

export interface PageParts {
  readonly scene: Scene | null;
  readonly descriptor: ComparisonDescriptor | null;
  /** Which series the descriptor shows instead of an examination's own. */
  readonly series: readonly string[];
  readonly trouble: PageTrouble | null;
  /** Ask the server once more, for example because it now speaks another language. */
  readonly askAgain: () => void;
}

function isUnfinished(descriptor: ComparisonDescriptor): boolean {
  return descriptor.time_points.some(({ state }) => state !== "ready" && state !== "failed");
}

const NOTHING = { scene: null, descriptor: null, series: [], trouble: null };
const nobodyAsks = () => undefined;

/** The pictures stay while other series of the same examinations are chosen: only what is new is fetched. */
export function usePage(search: string): PageParts {
  const [parts, setParts] = useState<Omit<PageParts, "askAgain">>(NOTHING);
  const question = questionInSearch(search);
  const path = comparisonPath(question);
  const examinations = comparisonPath({ ...question, series: [] });
  const wanted = useRef(path);
  const refresh = useRef<() => void>(nobodyAsks);

  useEffect(() => {
    if (wanted.current === path) return;
    wanted.current = path;
    refresh.current();
  }, [path]);

  useEffect(() => {
    if (askedBy(examinations).examinations.length === 0) {
      setParts({ ...NOTHING, trouble: { kind: "no-examinations" } });
      return;
    }
    const beginning = beginningOf(wanted.current);
    const { session } = beginning;
    let timer = 0;
    let over = false;

    const later = (descriptor: ComparisonDescriptor) => {
      if (isUnfinished(descriptor)) timer = window.setTimeout(again, POLL_MS);
    };
    const again = () => {
      clearTimeout(timer);
      const asked = wanted.current;
      const current = () => !over && asked === wanted.current;
      fetchComparison<ComparisonDescriptor>(askedBy(asked)).then(
        (descriptor) => {
          if (!current()) return;
          setParts((old) => ({ ...old, descriptor, series: askedBy(asked).series }));
          clearTimeout(timer);
          later(descriptor);
        },
        () => {
          // The page keeps what it shows; the server is asked again.
          if (!current()) return;
          clearTimeout(timer);
          timer = window.setTimeout(again, POLL_MS * 2);
        },
      );
    };
    beginning.begun.then(
      ({ answer, scene }) => {
        if (over) return;
        const trouble: PageTrouble | null = scene ? null : { kind: "no-webgl" };
        setParts({ scene, descriptor: answer, series: askedBy(beginning.path).series, trouble });
        refresh.current = again;
        if (beginning.path === wanted.current) later(answer);
        else again();
      },
      (thrown) => {
        if (over || wasCancelled(thrown)) return;
        setParts({ ...NOTHING, trouble: { kind: "api", failure: asFailure(thrown) } });
      },
    );
    return () => {
      over = true;
      refresh.current = nobodyAsks;
      clearTimeout(timer);
      session.close();
      setParts(NOTHING);
    };
  }, [examinations]);
  const askAgain = useCallback(() => refresh.current(), []);
  return { ...parts, askAgain };
}
