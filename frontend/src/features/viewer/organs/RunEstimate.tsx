import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { fetchEstimate } from "@/api/organs";
import { useDurationText } from "./duration";

interface Props {
  readonly examinations: readonly string[];
  readonly task: string;
  readonly mode: string;
  readonly device: "cpu" | "gpu";
}

/** Said before it begins: how long all of them take, one after the other. */
export function RunEstimate({ examinations, task, mode, device }: Props) {
  const { t } = useTranslation("organs");
  const duration = useDurationText();
  // undefined: not known yet; null: nobody can say.
  const [seconds, setSeconds] = useState<number | null | undefined>(undefined);
  const wanted = examinations.join("\n");
  useEffect(() => {
    setSeconds(undefined);
    if (wanted === "") return;
    const ending = new AbortController();
    const asked = wanted
      .split("\n")
      .map((examination) => fetchEstimate(examination, task, mode, ending.signal));
    Promise.all(asked).then(
      (estimates) => {
        const each = estimates.map((one) => one.seconds);
        const known = each.filter((one) => one !== null);
        setSeconds(known.length === each.length ? known.reduce((sum, one) => sum + one, 0) : null);
      },
      () => {
        if (!ending.signal.aborted) setSeconds(null);
      },
    );
    return () => ending.abort();
  }, [wanted, task, mode]);
  if (examinations.length === 0) return null;
  const on = t(`run.devices.${device}`);
  if (seconds === undefined) return <p role="status">{t("run.estimating")}</p>;
  if (seconds === null) return <p role="status">{t("run.estimateUnknown", { device: on })}</p>;
  return (
    <p role="status" data-estimate={seconds}>
      {t("run.estimateAll", { time: duration(seconds), count: examinations.length, device: on })}
    </p>
  );
}
