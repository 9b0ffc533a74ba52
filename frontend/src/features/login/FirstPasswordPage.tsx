import { useTranslation } from "react-i18next";
import type { User } from "@/api/types";
import { EntranceFrame } from "./EntranceFrame";
import { PasswordForm } from "./PasswordForm";

/** Shown instead of everything else until the one-time password has been replaced. */
export function FirstPasswordPage({ user }: { user: User }) {
  const { t } = useTranslation("login");
  return (
    <EntranceFrame title={t("firstTitle")} text={t("firstText")}>
      <PasswordForm account={user.name} oldLabel={t("oneTimePassword")} />
    </EntranceFrame>
  );
}
