/** The viewer's one big question, asked before the application itself has loaded. */

export interface EarlyComparison {
  readonly examinations: readonly string[];
  readonly response: Promise<Response>;
}

const mostTimePoints = 4;
let early: EarlyComparison | null = null;

/** The examinations that the viewer's address names: /compare?e=ID&e=ID */
export function examinationsInSearch(search: string): string[] {
  return new URLSearchParams(search).getAll("e").slice(0, mostTimePoints);
}

/** Where the descriptor of these examinations is asked for. */
export function comparisonAddress(examinations: readonly string[]): string {
  return `/api/comparisons?${examinations.map((id) => `examination=${encodeURIComponent(id)}`).join("&")}`;
}

/**
 * Send the request if this is the viewer's address.
 *
 * @returns whether it is.
 */
export function startEarlyComparison(location: { pathname: string; search: string }): boolean {
  if (location.pathname !== "/compare") return false;
  const examinations = examinationsInSearch(location.search);
  if (examinations.length > 0) {
    const response = fetch(comparisonAddress(examinations), {
      credentials: "same-origin",
      headers: { Accept: "application/json" },
    });
    // Whoever takes it over handles a failure; until then it must not count as unhandled.
    response.catch(() => undefined);
    early = { examinations, response };
  }
  return true;
}

/** Hand the early answer over, once, to whoever wants exactly these examinations. */
export function takeEarlyComparison(examinations: readonly string[]): Promise<Response> | null {
  const taken = early;
  early = null;
  if (!taken || taken.examinations.join("\n") !== examinations.join("\n")) return null;
  return taken.response;
}
