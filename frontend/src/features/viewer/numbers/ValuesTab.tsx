import { IconDownload } from "@tabler/icons-react";
import { useDeferredValue, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useStore } from "zustand";
import { FailureNote } from "@/components/FailureNote";
import { useSpokenLanguage } from "@/components/useSpokenLanguage";
import { addNumberWords } from "@/i18n/later/numbers";
import { SUV_UNITS } from "@/state/normalisation";
import type { OrganSession } from "../organs/organSession";
import { choicesOf, curveToggled } from "./choices";
import { MeasureChoice } from "./MeasureChoice";
import { AGAINST, type Against } from "./measures";
import styles from "./Numbers.module.css";
import type { NumbersProps } from "./props";
import { rowGroups } from "./rows";
import { statisticsAddress } from "./statistics";
import { useStatistics } from "./useStatistics";
import { ValuesTable } from "./ValuesTable";

/** Organs x time points: what was measured, and how it has changed. */
export function ValuesTab({ session }: NumbersProps) {
  addNumberWords();
  return session.organs && <Values session={session} organs={session.organs} />;
}

function Values({ session, organs }: NumbersProps & { readonly organs: OrganSession }) {
  const { t } = useTranslation("numbers");
  const language = useSpokenLanguage();
  const store = choicesOf(session);
  const { measure, against, search, curves } = useStore(store);
  const chosen = useStore(organs.store, (state) => state.chosen);
  const { statistics, answer, none, failure, question } = useStatistics(organs);
  const searched = useDeferredValue(search);
  const groups = useMemo(
    () => (answer && statistics ? rowGroups(answer, statistics.rows, searched, language) : []),
    [answer, statistics, searched, language],
  );
  if (none) return <p>{t("values.none")}</p>;
  return (
    <div className={styles.tab}>
      <div className={styles.bar}>
        <input
          type="search"
          value={search}
          placeholder={t("values.search")}
          aria-label={t("values.search")}
          onChange={(event) => store.setState({ search: event.target.value })}
        />
        <MeasureChoice
          store={store}
          measure={measure}
          unit={statistics?.unit ?? SUV_UNITS[question.normalisation]}
        />
        <label className={styles.choice}>
          <span>{t("values.change")}</span>
          <select
            value={against}
            onChange={(event) => store.setState({ against: event.target.value as Against })}
          >
            {AGAINST.map((name) => (
              <option key={name} value={name}>
                {t(`values.changes.${name}`)}
              </option>
            ))}
          </select>
        </label>
        <a
          className={styles.download}
          href={statisticsAddress(question, "csv")}
          download
          title={t("values.csv")}
          aria-label={t("values.csv")}
        >
          <IconDownload size={14} aria-hidden /> {t("values.csvShort")}
        </a>
      </div>
      <FailureNote failure={failure} />
      {!statistics && !failure && <p role="status">{t("values.loading")}</p>}
      {statistics && groups.length === 0 && <p>{t("values.nothing")}</p>}
      {statistics && groups.length > 0 && (
        <ValuesTable
          session={organs}
          statistics={statistics}
          groups={groups}
          measure={measure}
          against={against}
          curves={curves}
          toggleCurve={(key) => store.setState((state) => curveToggled(state, key))}
          chosen={chosen}
        />
      )}
    </div>
  );
}
