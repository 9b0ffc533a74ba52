import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { csrfToken, onSessionLost } from "./ask";
import { api, bodyOf } from "./client";
import { ApiFailure } from "./failure";
import { waitAfterFailures_ms } from "./status";
import type { Session } from "./types";

const fetched = vi.fn<(request: Request) => Promise<Response>>();

function answers(status: number, body: unknown, headers: Record<string, string> = {}): void {
  fetched.mockImplementation(async () => new Response(JSON.stringify(body), { status, headers }));
}

beforeEach(() => {
  vi.stubGlobal("fetch", fetched);
  // biome-ignore lint/suspicious/noDocumentCookie: the test plays the server that sets it
  document.cookie = "csrftoken=abc%3D1";
});
afterEach(() => vi.unstubAllGlobals());

async function failureOf(asked: Promise<unknown>): Promise<ApiFailure> {
  const thrown = await asked.then(
    () => null,
    (error: unknown) => error,
  );
  expect(thrown).toBeInstanceOf(ApiFailure);
  return thrown as ApiFailure;
}

describe("asking the server", () => {
  it("finds the token among other cookies", () => {
    expect(csrfToken("a=1; csrftoken=x%20y; b=2")).toBe("x y");
    expect(csrfToken("a=1")).toBe("");
  });

  it("sends the token with what changes something, and not with what only reads", async () => {
    answers(200, { user: null, csrf_token: "t" });
    await bodyOf<Session>(api.GET("/api/session"));
    expect(fetched.mock.lastCall?.[0].headers.get("X-CSRFToken")).toBeNull();
    await bodyOf<Session>(api.DELETE("/api/session"));
    expect(fetched.mock.lastCall?.[0].headers.get("X-CSRFToken")).toBe("abc=1");
  });

  it("gives the server's own sentence on", async () => {
    answers(404, { code: "no-such-patient", message: "This patient is not here." });
    const failure = await failureOf(
      api.GET("/api/patients/{key}", { params: { path: { key: "k" } } }),
    );
    expect(failure).toMatchObject({
      kind: "not-found",
      code: "no-such-patient",
      sentence: "This patient is not here.",
    });
  });

  it("tells that nobody is logged in any more, but not when a password was wrong", async () => {
    const lost = vi.fn();
    const forget = onSessionLost(lost);
    answers(401, { code: "wrong-name-or-password", message: "Wrong." });
    await failureOf(api.POST("/api/session", { body: { name: "a", password: "b" } }));
    expect(lost).not.toHaveBeenCalled();
    answers(401, { code: "not-logged-in", message: "Please sign in." });
    await failureOf(api.GET("/api/status"));
    expect(lost).toHaveBeenCalledTimes(1);
    forget();
  });

  it("takes a refused connection and a gateway's error page for a server that is away", async () => {
    fetched.mockRejectedValue(new TypeError("Failed to fetch"));
    expect((await failureOf(api.GET("/api/status"))).kind).toBe("unreachable");
    fetched.mockResolvedValue(new Response("<h1>Bad Gateway</h1>", { status: 502 }));
    const failure = await failureOf(api.GET("/api/status"));
    expect(failure.kind).toBe("unreachable");
    expect(failure.sentence).toBeNull();
  });

  it("says how long to wait after too many attempts", async () => {
    answers(429, { code: "too-many-attempts", message: "Wait." }, { "Retry-After": "42" });
    expect((await failureOf(api.GET("/api/status"))).retryAfter_s).toBe(42);
  });

  it("leaves a cancelled question a cancelled question", async () => {
    fetched.mockRejectedValue(new DOMException("cancelled", "AbortError"));
    await expect(api.GET("/api/status")).rejects.toMatchObject({ name: "AbortError" });
  });
});

it("asks a server that is away less and less often, but at least every 15 seconds", () => {
  expect([1, 2, 3, 4, 5, 9].map(waitAfterFailures_ms)).toEqual([
    1000, 2000, 4000, 8000, 15_000, 15_000,
  ]);
});
