import { Button, PasswordInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { asFailure } from "@/api/failure";
import { changePassword, sessionQuery } from "@/api/session";
import { FailureNote } from "@/components/FailureNote";

interface Props {
  /** The account, for the browser's store of passwords. */
  account: string;
  oldLabel: string;
  onDone?: () => void;
}

/** The old password once and the new one twice; the server says what is too weak. */
export function PasswordForm({ account, oldLabel, onDone }: Props) {
  const { t } = useTranslation("login");
  const queries = useQueryClient();
  const [old, setOld] = useState("");
  const [chosen, setChosen] = useState("");
  const [repeated, setRepeated] = useState("");
  const differ = repeated !== "" && chosen !== repeated;
  const change = useMutation({
    mutationFn: () => changePassword(old, chosen),
    onSuccess: (session) => {
      queries.setQueryData(sessionQuery.queryKey, session);
      onDone?.();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (chosen === repeated) change.mutate();
  };
  const eye = { "aria-label": t("showPassword") };

  return (
    <form onSubmit={submit}>
      <input type="text" name="username" autoComplete="username" value={account} readOnly hidden />
      <PasswordInput
        label={oldLabel}
        value={old}
        onChange={(event) => setOld(event.currentTarget.value)}
        autoComplete="current-password"
        required
        withAsterisk={false}
        autoFocus
        data-autofocus
        visibilityToggleButtonProps={eye}
      />
      <PasswordInput
        label={t("newPassword")}
        description={t("passwordRule")}
        value={chosen}
        onChange={(event) => setChosen(event.currentTarget.value)}
        autoComplete="new-password"
        minLength={12}
        required
        withAsterisk={false}
        visibilityToggleButtonProps={eye}
      />
      <PasswordInput
        label={t("repeatPassword")}
        value={repeated}
        onChange={(event) => setRepeated(event.currentTarget.value)}
        autoComplete="new-password"
        error={differ ? t("passwordsDiffer") : undefined}
        required
        withAsterisk={false}
        visibilityToggleButtonProps={eye}
      />
      <FailureNote failure={change.error ? asFailure(change.error) : null} />
      <Button type="submit" loading={change.isPending} disabled={differ} fullWidth>
        {t("savePassword")}
      </Button>
    </form>
  );
}
