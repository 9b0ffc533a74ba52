/** From an address to a session: the descriptor, asked again while something is being prepared. */
import { useEffect, useState } from "react";
import { fetchComparison } from "@/api/comparison";
import { examinationsInSearch } from "@/api/earlyComparison";
import { type ApiFailure, asFailure, wasCancelled } from "@/api/failure";
import { type ComparisonDescriptor, warmUp } from "@/volumes";
import { ViewerSession } from "./session";

const POLL_MS = 2000;
const PATIENCE_MS = 30;

/** Why the page cannot show pictures at all. */
export type PageTrouble =
  | { readonly kind: "no-webgl" }
  | { readonly kind: "no-examinations" }
  | { readonly kind: "api"; readonly failure: ApiFailure };

export interface PageParts {
  readonly session: ViewerSession | null;
  readonly descriptor: ComparisonDescriptor | null;
  readonly trouble: PageTrouble | null;
}

interface Beginning {
  readonly search: string;
  readonly session: ViewerSession;
  readonly descriptor: Promise<{
    readonly answer: ComparisonDescriptor;
    readonly drawable: boolean;
  }>;
}

/** Asks, and opens the session with the answer, without waiting for the page. */
function begin(search: string): Beginning {
  const session = new ViewerSession();
  // While the answer is under way there is time to make the graphics context; once it is there, the chunks come first.
  const timer = setTimeout(() => opened(() => session.engine), PATIENCE_MS);
  const descriptor = fetchComparison<ComparisonDescriptor>(examinationsInSearch(search)).then(
    (answer) => {
      clearTimeout(timer);
      return { answer, drawable: opened(() => session.open(answer)) };
    },
  );
  descriptor.catch(() => undefined);
  return { search, session, descriptor };
}

/** Whether it worked; without WebGL2 it does not, and the page says so. */
function opened(work: () => unknown): boolean {
  try {
    work();
    return true;
  } catch {
    return false;
  }
}

let begun: Beginning | null = null;

/** Called once, when the viewer's code arrives: the voxels are under way before React is. */
export function beginEarly(location: Pick<Location, "pathname" | "search">): void {
  warmUp();
  if (location.pathname !== "/compare") return;
  if (examinationsInSearch(location.search).length > 0) begun = begin(location.search);
}

function isUnfinished(descriptor: ComparisonDescriptor): boolean {
  return descriptor.time_points.some(({ state }) => state !== "ready" && state !== "failed");
}

const NOTHING: PageParts = { session: null, descriptor: null, trouble: null };

export function usePage(search: string): PageParts {
  const [parts, setParts] = useState<PageParts>(NOTHING);
  useEffect(() => {
    const examinations = examinationsInSearch(search);
    if (examinations.length === 0) {
      setParts({ ...NOTHING, trouble: { kind: "no-examinations" } });
      return;
    }
    const beginning = begun?.search === search ? begun : begin(search);
    begun = null;
    const { session } = beginning;
    let timer = 0;
    let over = false;

    const later = (descriptor: ComparisonDescriptor) => {
      if (isUnfinished(descriptor)) timer = window.setTimeout(again, POLL_MS);
    };
    const again = () => {
      fetchComparison<ComparisonDescriptor>(examinations).then(
        (descriptor) => {
          if (over) return;
          setParts((old) => ({ ...old, descriptor }));
          later(descriptor);
        },
        () => {
          // The page keeps what it shows; the server is asked again.
          if (!over) timer = window.setTimeout(again, POLL_MS * 2);
        },
      );
    };
    beginning.descriptor.then(
      ({ answer, drawable }) => {
        if (over) return;
        const trouble: PageTrouble | null = drawable ? null : { kind: "no-webgl" };
        setParts({ session, descriptor: answer, trouble });
        later(answer);
      },
      (thrown) => {
        if (over || wasCancelled(thrown)) return;
        setParts({ ...NOTHING, trouble: { kind: "api", failure: asFailure(thrown) } });
      },
    );
    return () => {
      over = true;
      clearTimeout(timer);
      session.close();
      setParts(NOTHING);
    };
  }, [search]);
  return parts;
}
