import { headersFor, refuse } from "./ask";
import { type ComparisonQuestion, comparisonAddress, takeEarlyComparison } from "./earlyComparison";
import { asFailure, wasCancelled } from "./failure";

export { type ComparisonQuestion, comparisonPath, questionInSearch } from "./earlyComparison";

/**
 * The descriptor of a comparison; the answer that the entry asked for before the application had loaded, if it fits.
 *
 * @throws ApiFailure; an AbortError when cancelled.
 */
export async function fetchComparison<T>(
  question: ComparisonQuestion,
  signal?: AbortSignal,
): Promise<T> {
  const address = comparisonAddress(question);
  let response: Response;
  try {
    response = await (takeEarlyComparison(address) ??
      fetch(address, {
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
