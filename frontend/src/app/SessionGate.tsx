import { useQuery, useQueryClient } from "@tanstack/react-query";
import { lazy, type ReactNode, useEffect, useState } from "react";
import { Navigate, useLocation } from "react-router";
import { onSessionLost } from "@/api/ask";
import { sessionQuery } from "@/api/session";
import { Waiting } from "@/components/Waiting";
import { stateForLogin } from "@/features/login/destination";
import { isLanguage, speak } from "@/i18n";

const FirstPasswordPage = lazy(async () => ({
  default: (await import("@/features/login/FirstPasswordPage")).FirstPasswordPage,
}));
const Unreachable = lazy(async () => ({
  default: (await import("@/features/status/Unreachable")).Unreachable,
}));

const afterTheFirstPicture_ms = 1_500;
const tryAgain_ms = 3_000;

interface Props {
  /** Show the page at once and ask who is logged in later: its first request is refused if nobody is. */
  eager?: boolean;
  children: ReactNode;
}

/** Lets through whoever is logged in; everybody else goes to the login page and comes back from there. */
export function SessionGate({ eager = false, children }: Props) {
  const queries = useQueryClient();
  const location = useLocation();
  const [asking, setAsking] = useState(!eager);
  const { data, isError } = useQuery({
    ...sessionQuery,
    enabled: asking,
    refetchInterval: ({ state }) => (state.status === "error" ? tryAgain_ms : false),
  });

  useEffect(() => {
    const timer = window.setTimeout(() => setAsking(true), afterTheFirstPicture_ms);
    return () => window.clearTimeout(timer);
  }, []);

  useEffect(
    () =>
      onSessionLost(() => {
        setAsking(true);
        void queries.invalidateQueries({ queryKey: sessionQuery.queryKey });
      }),
    [queries],
  );

  const language = data?.user?.language;
  useEffect(() => {
    if (isLanguage(language)) speak(language);
  }, [language]);

  if (data && !data.user) return <Navigate to="/login" state={stateForLogin(location)} replace />;
  if (data?.user?.must_change_password) return <FirstPasswordPage user={data.user} />;
  if (data?.user || eager) return children;
  return isError ? <Unreachable /> : <Waiting />;
}
