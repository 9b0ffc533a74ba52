import { useTranslation } from "react-i18next";

/** Something is on its way; seen only when it takes longer than a moment (theme.css). */
export function Waiting() {
  const { t } = useTranslation();
  return (
    <p className="waiting" role="status">
      {t("loading")}
    </p>
  );
}
