import { Button, PasswordInput, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { Navigate, useLocation } from "react-router";
import { asFailure } from "@/api/failure";
import { logIn, sessionQuery } from "@/api/session";
import { FailureNote } from "@/components/FailureNote";
import { destinationAfterLogin } from "./destination";
import { EntranceFrame } from "./EntranceFrame";

/** Name and password; afterwards on to where the person was going. */
export function LoginPage() {
  const { t } = useTranslation("login");
  const queries = useQueryClient();
  const { state } = useLocation();
  // Asked for its token as well: without it the server refuses the login itself.
  const session = useQuery(sessionQuery);
  const [name, setName] = useState("");
  const [password, setPassword] = useState("");
  const login = useMutation({
    mutationFn: () => logIn(name.trim(), password),
    onSuccess: (answer) => queries.setQueryData(sessionQuery.queryKey, answer),
    onError: () => setPassword(""),
  });

  if (session.data?.user) return <Navigate to={destinationAfterLogin(state)} replace />;

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() && password) login.mutate();
  };
  const failure = login.error ?? session.error;

  return (
    <EntranceFrame title={t("title")}>
      <form onSubmit={submit}>
        <TextInput
          label={t("account")}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          name="username"
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          maxLength={150}
          required
          withAsterisk={false}
          data-autofocus
          autoFocus
        />
        <PasswordInput
          label={t("password")}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
          name="password"
          autoComplete="current-password"
          required
          withAsterisk={false}
          visibilityToggleButtonProps={{ "aria-label": t("showPassword") }}
        />
        <FailureNote failure={failure ? asFailure(failure) : null} />
        <Button type="submit" loading={login.isPending} fullWidth>
          {t("logIn")}
        </Button>
      </form>
    </EntranceFrame>
  );
}
