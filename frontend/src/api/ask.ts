import { failureFromAnswer } from "./failure";

type Listener = () => void;
const sessionLost = new Set<Listener>();

/** Be told when the server says that nobody is logged in (any more), or that a password must be changed first. */
export function onSessionLost(listener: Listener): () => void {
  sessionLost.add(listener);
  return () => sessionLost.delete(listener);
}

export function tellSessionLost(): void {
  for (const listener of sessionLost) listener();
}

/** The token that proves that a request comes from our own pages (Django's double-submit cookie). */
export function csrfToken(cookies: string = document.cookie): string {
  for (const cookie of cookies.split(";")) {
    const [name, ...value] = cookie.trim().split("=");
    if (name === "csrftoken") return decodeURIComponent(value.join("="));
  }
  return "";
}

/** Headers every request carries; sentences are to come in the language on the screen. */
export function headersFor(method: string): Record<string, string> {
  const headers: Record<string, string> = { Accept: "application/json" };
  const language = document.documentElement.lang;
  if (language) headers["Accept-Language"] = language;
  if (method !== "GET" && method !== "HEAD") headers["X-CSRFToken"] = csrfToken();
  return headers;
}

/** Turn a refusing answer into a failure. */
export async function refuse(response: Response): Promise<never> {
  const body: unknown = await response.json().catch(() => null);
  const failure = failureFromAnswer(response.status, body, response.headers.get("Retry-After"));
  // 401 also answers a wrong password, and 403 an account that must change its password first.
  if (failure.code === "not-logged-in" || failure.code === "password-change-required") {
    tellSessionLost();
  }
  throw failure;
}
