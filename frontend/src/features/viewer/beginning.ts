/**
 * The first part of a visit, without React: the descriptor is asked for, voxels are under way, the graphics context is
 * made, and the first pictures are drawn while the rest of the application is still arriving.
 */
import { comparisonPath, fetchComparison, questionInSearch } from "@/api/comparison";
import type { ComparisonDescriptor } from "@/volumes";
import { showBeforeThePage } from "./beforeThePage";
import { Scene } from "./scene";
import { ViewerSession } from "./session";

export interface Begun {
  readonly answer: ComparisonDescriptor;
  /** Null without WebGL2; the page says so. */
  readonly scene: Scene | null;
}

export interface Beginning {
  readonly path: string;
  readonly session: ViewerSession;
  readonly begun: Promise<Begun>;
}

/** Asks, and opens the session with the answer, without waiting for the page. */
function begin(path: string): Beginning {
  const session = new ViewerSession();
  // The graphics context is not made before: it would hold this thread, and with it the requests for voxels.
  const begun = fetchComparison<ComparisonDescriptor>(askedBy(path)).then((answer) => ({
    answer,
    scene: opened(session, answer),
  }));
  begun.catch(() => undefined);
  return { path, session, begun };
}

export function askedBy(path: string) {
  return questionInSearch(path.slice(path.indexOf("?")));
}

function opened(session: ViewerSession, answer: ComparisonDescriptor): Scene | null {
  try {
    session.open(answer);
    return new Scene(session, session.store, answer);
  } catch {
    return null;
  }
}

let early: Beginning | null = null;

/**
 * Called by the entry on the viewer's address: before React, and before the page's own code.
 *
 * Resolves when the first pictures are on the screen, or when there will be none without the page.
 */
export async function beginEarly(location: Pick<Location, "pathname" | "search">): Promise<void> {
  if (location.pathname !== "/compare") return;
  const question = questionInSearch(location.search);
  if (question.examinations.length === 0) return;
  early = begin(comparisonPath(question));
  const { scene } = await early.begun;
  if (scene) await showBeforeThePage(scene);
}

/** What has begun for this address already, once, else a new beginning. */
export function beginningOf(path: string): Beginning {
  const taken = early;
  early = null;
  if (taken?.path === path) return taken;
  taken?.session.close();
  return begin(path);
}
