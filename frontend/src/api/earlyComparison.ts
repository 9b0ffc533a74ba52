/** The viewer's one big question, asked before the application itself has loaded. */

/** Which examinations, and which series are to be shown instead of their own CT or PET. All keys are opaque. */
export interface ComparisonQuestion {
  readonly examinations: readonly string[];
  readonly series: readonly string[];
}

const mostTimePoints = 4;
/** One CT and one PET of each. */
const mostSeries = 2 * mostTimePoints;
let early: { readonly address: string; readonly response: Promise<Response> } | null = null;

/** What the viewer's address asks for: /compare?e=ID&e=ID&s=KEY */
export function questionInSearch(search: string): ComparisonQuestion {
  const parameters = new URLSearchParams(search);
  return {
    examinations: parameters.getAll("e").slice(0, mostTimePoints),
    series: parameters.getAll("s").slice(0, mostSeries),
  };
}

function query(names: readonly [string, string], { examinations, series }: ComparisonQuestion) {
  const part = (name: string) => (key: string) => `${name}=${encodeURIComponent(key)}`;
  return [...examinations.map(part(names[0])), ...series.map(part(names[1]))].join("&");
}

/** Where the descriptor is asked for. */
export function comparisonAddress(question: ComparisonQuestion): string {
  return `/api/comparisons?${query(["examination", "series"], question)}`;
}

/** The viewer's own address. */
export function comparisonPath(question: ComparisonQuestion): string {
  return `/compare?${query(["e", "s"], question)}`;
}

/**
 * Send the request if this is the viewer's address.
 *
 * @returns whether it is.
 */
export function startEarlyComparison(location: { pathname: string; search: string }): boolean {
  if (location.pathname !== "/compare") return false;
  const question = questionInSearch(location.search);
  if (question.examinations.length > 0) {
    const address = comparisonAddress(question);
    // Without headers of its own: the server has told the browser to ask for it, and the two must be alike.
    const response = fetch(address, { credentials: "same-origin" });
    // Whoever takes it over handles a failure; until then it must not count as unhandled.
    response.catch(() => undefined);
    early = { address, response };
  }
  return true;
}

/** Hand the early answer over, once, to whoever wants exactly this. */
export function takeEarlyComparison(address: string): Promise<Response> | null {
  const taken = early;
  early = null;
  return taken?.address === address ? taken.response : null;
}
