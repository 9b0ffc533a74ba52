import createClient, { type Middleware } from "openapi-fetch";
import { headersFor, refuse } from "./ask";
import { asFailure, wasCancelled } from "./failure";
import type { paths } from "./schema";

const ours: Middleware = {
  onRequest({ request }) {
    for (const [name, value] of Object.entries(headersFor(request.method))) {
      request.headers.set(name, value);
    }
    return request;
  },
  onResponse({ response }) {
    return response.ok ? undefined : refuse(response);
  },
  onError({ error }) {
    return wasCancelled(error) ? (error as Error) : asFailure(error);
  },
};

/** The server's addresses with the types of contracts/openapi.json; refusals are thrown as ApiFailure. */
export const api = createClient<paths>({
  // Looked up at each call, so that a test can stand in for the server.
  fetch: (request) => globalThis.fetch(request),
  credentials: "same-origin",
});
api.use(ours);

// openapi-fetch forgets that a point has three numbers: its types turn tuples into arrays. Ours keep them.
type WithoutTuples<T> = T extends readonly (infer Item)[]
  ? WithoutTuples<Item>[]
  : T extends object
    ? { [Key in keyof T]: WithoutTuples<T[Key]> }
    : T;

/** The body of an answer; whatever is not a success has been thrown before. */
export async function bodyOf<Body>(
  answer: Promise<{ data?: WithoutTuples<Body> | undefined }>,
): Promise<Body> {
  return (await answer).data as Body;
}

interface Question {
  body?: unknown;
  signal?: AbortSignal;
}

/** Ask an address without the types of the contract. */
export async function ask<T>(
  method: "GET" | "POST" | "PUT" | "DELETE",
  address: string,
  { body, signal }: Question = {},
): Promise<T> {
  const headers = headersFor(method);
  if (body !== undefined) headers["Content-Type"] = "application/json";
  let response: Response;
  try {
    response = await fetch(address, {
      method,
      headers,
      credentials: "same-origin",
      body: body === undefined ? null : JSON.stringify(body),
      signal: signal ?? null,
    });
  } catch (thrown) {
    if (wasCancelled(thrown)) throw thrown;
    throw asFailure(thrown);
  }
  if (!response.ok) return refuse(response);
  return (await response.json()) as T;
}
