import { useTranslation } from "react-i18next";
import { formatDate, formatTime } from "./formats";
import { useSpokenLanguage } from "./useSpokenLanguage";

interface Props {
  value: string | null | undefined;
  withTime?: boolean;
}

/** A date (and time) in the language on the screen; says so where none is known. */
export function DateText({ value, withTime = false }: Props) {
  const { t } = useTranslation();
  const language = useSpokenLanguage();
  const date = formatDate(value, language);
  if (!date) return <span>{t("dateUnknown")}</span>;
  const time = withTime ? formatTime(value) : null;
  return <time dateTime={value ?? undefined}>{time ? `${date}, ${time}` : date}</time>;
}
