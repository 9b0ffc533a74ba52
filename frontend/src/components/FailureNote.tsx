import { IconAlertTriangle } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { type ApiFailure, asFailure } from "@/api/failure";
import styles from "./FailureNote.module.css";

/** The sentence for a failure: the server's own, where it gave one, else ours for that kind. */
export function useFailureSentence(): (failure: ApiFailure) => string {
  const { t } = useTranslation();
  return (failure) => {
    if (failure.kind === "too-many-attempts" && failure.retryAfter_s !== null)
      return t("failure.too-many-attempts-wait", { seconds: failure.retryAfter_s });
    return failure.sentence ?? t(`failure.${failure.kind}`);
  };
}

/** What a page says about its own question; that the server is away is said once, by the banner above. */
export function besidesUnreachable(error: unknown): ApiFailure | null {
  if (!error) return null;
  const failure = asFailure(error);
  return failure.kind === "unreachable" ? null : failure;
}

/** Says why something did not work, at the place where it was tried; read out by screen readers. */
export function FailureNote({ failure }: { failure: ApiFailure | null }) {
  const sentence = useFailureSentence();
  return (
    <div role="alert" className={styles.place}>
      {failure && (
        <p className={styles.note}>
          <IconAlertTriangle size={16} aria-hidden className={styles.sign} />
          <span>{sentence(failure)}</span>
        </p>
      )}
    </div>
  );
}
