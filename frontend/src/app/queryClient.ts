import { QueryClient } from "@tanstack/react-query";

/** The server is on the same machine or in the same house: data are cheap to ask for again, stale ones are not shown long. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: { staleTime: 2_000, refetchOnWindowFocus: true, retry: false },
    mutations: { retry: false },
  },
});
