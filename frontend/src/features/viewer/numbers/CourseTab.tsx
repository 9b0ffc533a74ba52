import { useDeferredValue, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useStore } from "zustand";
import { FailureNote } from "@/components/FailureNote";
import { useSpokenLanguage } from "@/components/useSpokenLanguage";
import { addNumberWords } from "@/i18n/later/numbers";
import { SUV_UNITS } from "@/state/normalisation";
import { colourOf } from "@/state/organs";
import type { OrganSession } from "../organs/organSession";
import { CourseChart } from "./CourseChart";
import { CourseNotes } from "./CourseNotes";
import { CourseTable } from "./CourseTable";
import { CurveChooser } from "./CurveChooser";
import { choicesOf, curveToggled } from "./choices";
import { courseOf } from "./curves";
import { MeasureChoice } from "./MeasureChoice";
import styles from "./Numbers.module.css";
import { onDark } from "./onDark";
import type { NumbersProps } from "./props";
import { nameOf, rowGroups } from "./rows";
import { useStatistics } from "./useStatistics";
import { numberText } from "./words";

const SCALES = ["absolute", "relative"] as const;

/** Curves against days for chosen organs, with what repeated measurements differ by. */
export function CourseTab({ session }: NumbersProps) {
  addNumberWords();
  return session.organs && <Courses session={session} organs={session.organs} />;
}

function Courses({ session, organs }: NumbersProps & { readonly organs: OrganSession }) {
  const { t } = useTranslation("numbers");
  const language = useSpokenLanguage();
  const store = choicesOf(session);
  const { measure, scale, curves: chosen, search } = useStore(store);
  const look = useStore(organs.store, (state) => state.look);
  const { statistics, answer, none, failure, question } = useStatistics(organs);
  const searched = useDeferredValue(search);
  const groups = useMemo(
    () => (answer && statistics ? rowGroups(answer, statistics.rows, searched, language) : []),
    [answer, statistics, searched, language],
  );
  const curves = useMemo(
    () => chosen.filter((key) => statistics?.rows.some(({ structure }) => structure === key)),
    [chosen, statistics],
  );
  const course = useMemo(
    () => statistics && courseOf(statistics, curves, measure, scale),
    [statistics, curves, measure, scale],
  );
  const structures = answer?.structures;
  const names = useMemo(
    () => curves.map((key) => nameOf(structures ?? {}, key)),
    [curves, structures],
  );
  const colours = useMemo(
    () => curves.map((key) => onDark(colourOf(look, structures ?? {}, key))),
    [curves, structures, look],
  );
  const unit = statistics?.unit ?? SUV_UNITS[question.normalisation];
  const drawnUnit = course?.unit.replace("Δ ", "") ?? "";
  const number = useMemo(
    () => (value: number) => numberText(value, drawnUnit === "%" ? "HU" : drawnUnit, language),
    [drawnUnit, language],
  );
  if (none) return <p>{t("values.none")}</p>;
  const toggle = (key: string) => store.setState((state) => curveToggled(state, key));
  const go = (curve: number, day: number) => {
    const structure = curves[curve];
    if (structure && course) organs.goTo(structure, course.columns[day]);
  };
  const label = t("course.chart", {
    measure: t(`values.measures.${measure}`, { unit }),
    organs: names.join(", "),
  });
  return (
    <div className={styles.tab}>
      <div className={styles.bar}>
        <MeasureChoice store={store} measure={measure} unit={unit} />
        <label className={styles.choice}>
          <span>{t("course.scale")}</span>
          <select
            value={scale}
            onChange={(event) =>
              store.setState({ scale: event.target.value as (typeof SCALES)[number] })
            }
          >
            {SCALES.map((name) => (
              <option key={name} value={name}>
                {t(`course.${name}`)}
              </option>
            ))}
          </select>
        </label>
      </div>
      <FailureNote failure={failure} />
      {!statistics && !failure && <p role="status">{t("values.loading")}</p>}
      {statistics?.time_points.some(({ stand_in }) => stand_in) && (
        <p>
          <em data-mark="stand-in">{t("values.standIn")}</em> {t("values.standInWhy")}
        </p>
      )}
      {course && curves.length > 0 && (
        <>
          <CourseChart
            course={course}
            colours={colours}
            names={names}
            daysLabel={t("course.days")}
            unitLabel={course.unit}
            number={number}
            go={go}
            label={label}
          />
          <div className={styles.legend}>
            {curves.map((key, at) => (
              <button
                key={key}
                type="button"
                title={t("course.remove", { organ: names[at] ?? "" })}
                onClick={() => toggle(key)}
              >
                <span className={styles.swatch} style={{ background: colours[at] }} />
                {names[at]}
              </button>
            ))}
          </div>
          <CourseNotes course={course} names={names} />
          <CourseTable
            course={course}
            names={names}
            labels={course.columns.map((column) => statistics?.time_points[column]?.label ?? "")}
            go={go}
          />
        </>
      )}
      {statistics && (
        <>
          <p className={styles.notes}>{t("course.choose")}</p>
          <div className={styles.bar}>
            <input
              type="search"
              value={search}
              placeholder={t("values.search")}
              aria-label={t("values.search")}
              onChange={(event) => store.setState({ search: event.target.value })}
            />
          </div>
          <CurveChooser groups={groups} curves={curves} toggle={toggle} />
        </>
      )}
    </div>
  );
}
