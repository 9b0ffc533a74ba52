import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type ApiFailure, asFailure } from "@/api/failure";
import { prepareAgain } from "@/api/studies";
import { FailureNote } from "@/components/FailureNote";

/** A series that an earlier version has read tells more once its headers are read again. */
export function SuvReadAgain({ series, askAgain }: { series: string; askAgain: () => void }) {
  const { t } = useTranslation("numbers");
  const [asked, setAsked] = useState(false);
  const [failure, setFailure] = useState<ApiFailure | null>(null);
  const ask = () => {
    setFailure(null);
    prepareAgain(series).then(
      () => {
        setAsked(true);
        askAgain();
      },
      (thrown) => setFailure(asFailure(thrown)),
    );
  };
  return (
    <section data-read-again>
      <p>{asked ? t("suv.readAgainAsked") : t("suv.readAgainHint")}</p>
      {!asked && (
        <button type="button" onClick={ask}>
          {t("suv.readAgain")}
        </button>
      )}
      <FailureNote failure={failure} />
    </section>
  );
}
