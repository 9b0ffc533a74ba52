import { vi } from "vitest";

export type Answer = (address: URL, request: Request) => unknown;

/** A refusal for a sample server to return. */
export class Refusing {
  constructor(
    readonly status: number,
    readonly body: unknown,
  ) {}
}

/**
 * Stand in for the server in a test: one answer per method and path. Anything else fails the way a missing server does.
 *
 * @returns what was asked, in order
 */
export function serve(answers: Record<string, Answer>): string[] {
  const asked: string[] = [];
  vi.stubGlobal("fetch", async (asking: Request | string, options?: RequestInit) => {
    const request = asking instanceof Request ? asking : new Request(asking, options);
    const address = new URL(request.url);
    asked.push(`${request.method} ${address.pathname}${address.search}`);
    const answer = answers[`${request.method} ${address.pathname}`];
    if (!answer) throw new TypeError("Failed to fetch");
    const said = answer(address, request);
    return said instanceof Refusing
      ? new Response(JSON.stringify(said.body), { status: said.status })
      : new Response(JSON.stringify(said), { status: 200 });
  });
  return asked;
}
