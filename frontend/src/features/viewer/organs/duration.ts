/** How long something takes, as roughly as it is known. */
import { useTranslation } from "react-i18next";

/** "35 s", "12 min", "2 h 10 min" in the language on the screen. */
export function useDurationText(): (seconds: number) => string {
  const { t } = useTranslation("organs");
  return (seconds) => {
    const whole = Math.max(1, Math.round(seconds));
    if (whole < 90) return t("duration.seconds", { seconds: whole });
    const minutes = Math.round(whole / 60);
    if (minutes < 90) return t("duration.minutes", { minutes });
    return t("duration.hours", { hours: Math.floor(minutes / 60), minutes: minutes % 60 });
  };
}
