import { type QueryClient, queryOptions } from "@tanstack/react-query";
import { api, bodyOf } from "./client";
import type { Session, User } from "./types";

export const sessionQuery = queryOptions({
  queryKey: ["session"],
  queryFn: ({ signal }) => bodyOf<Session>(api.GET("/api/session", { signal })),
  staleTime: 60_000,
});

export function logIn(name: string, password: string): Promise<Session> {
  return bodyOf<Session>(api.POST("/api/session", { body: { name, password } }));
}

/** End the session and forget everything that was shown in it. */
export async function logOut(queries: QueryClient): Promise<void> {
  const session = await bodyOf<Session>(api.DELETE("/api/session"));
  // The session's own query stays: the pages that watch it must see that it has ended.
  queries.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== "session" });
  queries.setQueryData(sessionQuery.queryKey, session);
}

export function changePassword(old: string, replacement: string): Promise<Session> {
  return bodyOf<Session>(api.POST("/api/session/password", { body: { old, new: replacement } }));
}

export function keepLanguage(language: User["language"]): Promise<Session> {
  return bodyOf<Session>(api.PUT("/api/session/language", { body: { language } }));
}
