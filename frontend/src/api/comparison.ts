import { headersFor, refuse } from "./ask";
import { comparisonAddress, takeEarlyComparison } from "./earlyComparison";
import { asFailure, wasCancelled } from "./failure";

export { examinationsInSearch } from "./earlyComparison";

/**
 * The descriptor of a comparison; the answer that the entry asked for before the application had loaded, if it fits.
 *
 * @throws ApiFailure; an AbortError when cancelled.
 */
export async function fetchComparison<T>(
  examinations: readonly string[],
  signal?: AbortSignal,
): Promise<T> {
  let response: Response;
  try {
    response = await (takeEarlyComparison(examinations) ??
      fetch(comparisonAddress(examinations), {
        headers: headersFor("GET"),
        credentials: "same-origin",
        signal: signal ?? null,
      }));
  } catch (thrown) {
    if (wasCancelled(thrown)) throw thrown;
    throw asFailure(thrown);
  }
  if (!response.ok) return refuse(response);
  return (await response.json()) as T;
}
