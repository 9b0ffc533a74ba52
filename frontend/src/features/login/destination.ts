import type { Location } from "react-router";

/** What the login page is handed: where the person was going. Kept in the history entry, not in the address. */
export interface LoginState {
  from: string;
}

const start = "/studies";

export function stateForLogin(location: Pick<Location, "pathname" | "search">): LoginState {
  return { from: `${location.pathname}${location.search}` };
}

/** Where to go after the login: only to a page of ours, whatever the history entry holds. */
export function destinationAfterLogin(state: unknown): string {
  const from = (state as Partial<LoginState> | null)?.from;
  if (typeof from !== "string" || !/^\/(?![/\\])/.test(from) || from.startsWith("/login"))
    return start;
  return from;
}
