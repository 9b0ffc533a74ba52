/** Why a request brought no answer, in kinds that the interface has a sentence for. */
export type FailureKind =
  | "unreachable"
  | "not-logged-in"
  | "not-allowed"
  | "not-found"
  | "too-many-attempts"
  | "too-large"
  | "refused"
  | "server-error";

export class ApiFailure extends Error {
  override readonly name = "ApiFailure";

  /**
   * @param sentence the server's own explanation, in the language of the account, where it gave one
   * @param retryAfter_s how long the server asks us to wait
   */
  constructor(
    readonly kind: FailureKind,
    readonly status: number,
    readonly code: string | null = null,
    readonly sentence: string | null = null,
    readonly retryAfter_s: number | null = null,
  ) {
    super(`${kind} (${status}${code ? `, ${code}` : ""})`);
  }
}

function kindOfStatus(status: number): FailureKind {
  if (status === 401) return "not-logged-in";
  if (status === 403) return "not-allowed";
  if (status === 404) return "not-found";
  if (status === 413) return "too-large";
  if (status === 429) return "too-many-attempts";
  // A gateway in front of a server that restarts answers 502 to 504: the server is not there.
  if (status === 0 || (status >= 502 && status <= 504)) return "unreachable";
  return status >= 500 ? "server-error" : "refused";
}

/** Read what a refusing answer says. Bodies that are not ours (a proxy's HTML page) are never shown. */
export function failureFromAnswer(
  status: number,
  body: unknown,
  retryAfter: string | null,
): ApiFailure {
  const said = typeof body === "object" && body !== null ? (body as Record<string, unknown>) : {};
  const text = (value: unknown) => (typeof value === "string" && value !== "" ? value : null);
  const wait_s = Number(retryAfter ?? said.retry_after_s);
  return new ApiFailure(
    kindOfStatus(status),
    status,
    text(said.code),
    text(said.message),
    Number.isFinite(wait_s) && wait_s > 0 ? Math.ceil(wait_s) : null,
  );
}

/** Whatever was thrown, as a failure of ours; an aborted request stays what it is. */
export function asFailure(thrown: unknown): ApiFailure {
  if (thrown instanceof ApiFailure) return thrown;
  return new ApiFailure("unreachable", 0);
}

export function wasCancelled(thrown: unknown): boolean {
  return thrown instanceof DOMException && thrown.name === "AbortError";
}
