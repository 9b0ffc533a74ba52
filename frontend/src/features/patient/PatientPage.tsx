import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";
import { comparisonPath } from "@/api/comparison";
import { patientQuery } from "@/api/studies";
import { besidesUnreachable, FailureNote } from "@/components/FailureNote";
import { PatientIdentity } from "@/components/PatientIdentity";
import { ExaminationCard } from "./ExaminationCard";
import { OtherSeriesTable } from "./OtherSeriesTable";
import styles from "./PatientPage.module.css";
import { canBeCompared, inOrderOfTime, latestFour, mostTimePoints, toggled } from "./selection";
import { TimeAxis } from "./TimeAxis";

/** One patient: the examinations in order of time, up to four of them chosen for a comparison. */
export function PatientPage() {
  const { key = "" } = useParams();
  const { t } = useTranslation("patient");
  const { data, error } = useQuery(patientQuery(key));
  // Until somebody chooses, the latest four are chosen, also while more arrive.
  const [chosen, setChosen] = useState<readonly string[] | null>(null);

  if (!data) {
    return (
      <div className={styles.page}>
        <Link to="/studies" className={styles.back}>
          {t("back")}
        </Link>
        <FailureNote failure={besidesUnreachable(error)} />
      </div>
    );
  }
  const { examinations } = data;
  const selected = inOrderOfTime(chosen ?? latestFour(examinations), examinations);
  const full = selected.length >= mostTimePoints;

  return (
    <div className={styles.page}>
      <title>{`${t("title")} – ${t("name", { ns: "app" })}`}</title>
      <Link to="/studies" className={styles.back}>
        {t("back")}
      </Link>
      <div className={styles.head}>
        <PatientIdentity person={data} />
        <div className={styles.compare}>
          <span className={styles.hint}>
            {t("chosen", { count: selected.length, most: mostTimePoints })}
          </span>
          {selected.length > 0 ? (
            <Button component={Link} to={comparisonPath({ examinations: selected, series: [] })}>
              {t("compare", { count: selected.length })}
            </Button>
          ) : (
            <Button disabled>{t("compare", { count: 0 })}</Button>
          )}
        </div>
      </div>
      <FailureNote failure={besidesUnreachable(error)} />
      {examinations.length === 0 ? (
        <p className={styles.nothing}>{t("noExaminations")}</p>
      ) : (
        <section aria-label={t("timeLine")}>
          <TimeAxis examinations={examinations} selected={selected} />
          <ol className={styles.cards}>
            {examinations.map((examination, position) => {
              const place = selected.indexOf(examination.id);
              return (
                <ExaminationCard
                  key={examination.id}
                  examination={examination}
                  first={examinations[0]?.acquired_at ?? null}
                  previous={examinations[position - 1]?.acquired_at ?? null}
                  timePoint={place < 0 ? null : place + 1}
                  selectable={place >= 0 || (!full && canBeCompared(examination))}
                  onToggle={() => setChosen(toggled(selected, examination.id))}
                />
              );
            })}
          </ol>
        </section>
      )}
      {data.other_series.length > 0 && (
        <OtherSeriesTable series={data.other_series} selected={selected} />
      )}
    </div>
  );
}
