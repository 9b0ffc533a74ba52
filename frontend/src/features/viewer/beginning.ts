/**
 * The first part of a visit, without React: the descriptor is asked for, voxels are under way and the graphics context
 * is made while the rest of the application is still arriving.
 */
import { comparisonPath, fetchComparison, questionInSearch } from "@/api/comparison";
import { type ComparisonDescriptor, warmUp } from "@/volumes";
import { ViewerSession } from "./session";

export interface Beginning {
  readonly path: string;
  readonly session: ViewerSession;
  readonly descriptor: Promise<{
    readonly answer: ComparisonDescriptor;
    readonly drawable: boolean;
  }>;
}

/** Asks, and opens the session with the answer, without waiting for the page. */
function begin(path: string): Beginning {
  const session = new ViewerSession();
  // The graphics context is not made before: it would hold this thread, and with it the requests for voxels.
  const descriptor = fetchComparison<ComparisonDescriptor>(askedBy(path)).then((answer) => ({
    answer,
    drawable: opened(() => session.open(answer)),
  }));
  descriptor.catch(() => undefined);
  return { path, session, descriptor };
}

export function askedBy(path: string) {
  return questionInSearch(path.slice(path.indexOf("?")));
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

/** Called by the entry on the viewer's address: before React, and before the page's own code. */
export function beginEarly(location: Pick<Location, "pathname" | "search">): void {
  warmUp();
  if (location.pathname !== "/compare") return;
  const question = questionInSearch(location.search);
  if (question.examinations.length > 0) begun = begin(comparisonPath(question));
}

/** What has begun for this address already, once, else a new beginning. */
export function beginningOf(path: string): Beginning {
  const taken = begun;
  begun = null;
  return taken?.path === path ? taken : begin(path);
}
