import { Checkbox } from "@mantine/core";
import { useId } from "react";
import { useTranslation } from "react-i18next";
import type { ExaminationSummary } from "@/api/types";
import { DateText } from "@/components/DateText";
import { daysBetween, formatDate, formatTime } from "@/components/formats";
import { MipThumbnail } from "@/components/MipThumbnail";
import { ProblemList } from "@/components/ProblemList";
import { StateMark } from "@/components/StateMark";
import { useSpokenLanguage } from "@/components/useSpokenLanguage";
import { CancelButton } from "./CancelButton";
import styles from "./ExaminationCard.module.css";
import { RetryButton } from "./RetryButton";
import { SeriesLine } from "./SeriesLine";

interface Props {
  examination: ExaminationSummary;
  first: string | null;
  previous: string | null;
  /** 1 to 4 where it is chosen. */
  timePoint: number | null;
  selectable: boolean;
  onToggle: () => void;
}

/** One examination: when, what is there, how it looks, what is wrong; the whole picture chooses it. */
export function ExaminationCard(props: Props) {
  const { examination, timePoint, selectable } = props;
  const { t } = useTranslation("patient");
  const language = useSpokenLanguage();
  const checkbox = useId();
  const date = formatDate(examination.acquired_at, language) ?? "";
  const sinceFirst = daysBetween(props.first, examination.acquired_at);
  const sincePrevious = daysBetween(props.previous, examination.acquired_at);
  const time = formatTime(examination.acquired_at);
  const { ct, pet } = examination;
  const underWay = [ct, pet].flatMap((series) =>
    series && (series.state === "waiting" || series.state === "preparing") ? [series.key] : [],
  );

  return (
    <li className={styles.card} data-chosen={timePoint !== null} data-selectable={selectable}>
      <div className={styles.top}>
        <Checkbox
          id={checkbox}
          checked={timePoint !== null}
          disabled={!selectable}
          onChange={props.onToggle}
          aria-label={t("choose", { date })}
          size="sm"
        />
        <label htmlFor={checkbox} className={styles.date}>
          <DateText value={examination.acquired_at} />
          {time && <span className={styles.time}>{time}</span>}
        </label>
        {timePoint !== null && (
          <span className={styles.timePoint} title={t("timePoint", { number: timePoint })}>
            {`T${timePoint}`}
          </span>
        )}
      </div>
      <p className={styles.days}>
        {sinceFirst !== null && sinceFirst !== 0 ? t("day", { count: sinceFirst }) : t("dayZero")}
        {props.previous !== null && sincePrevious !== null && sincePrevious !== sinceFirst && (
          <span title={t("sincePreviousLong")}>{t("sincePrevious", { count: sincePrevious })}</span>
        )}
      </p>
      <div className={styles.body}>
        <label htmlFor={checkbox} className={styles.picture}>
          <MipThumbnail
            url={examination.thumbnail_url}
            label={t("mip", { date })}
            width={86}
            height={146}
          />
        </label>
        <div className={styles.content}>
          <StateMark state={examination.state} progress={examination.progress} />
          {examination.description && <p className={styles.what}>{examination.description}</p>}
          <SeriesLine kind="CT" series={ct} />
          <SeriesLine kind="PET" series={pet} tracer={examination.tracer} />
        </div>
      </div>
      <ProblemList
        problems={examination.problems}
        severity={examination.state === "failed" ? "error" : "warning"}
        label={t("problems")}
      />
      {[ct, pet].map(
        (series) =>
          series?.state === "failed" && <RetryButton key={series.key} seriesKey={series.key} />,
      )}
      {underWay.length > 0 && <CancelButton seriesKeys={underWay} />}
    </li>
  );
}
