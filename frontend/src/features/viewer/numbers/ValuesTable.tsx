import { IconChartLine } from "@tabler/icons-react";
import { Fragment } from "react";
import { useTranslation } from "react-i18next";
import type { OrganSession } from "../organs/organSession";
import {
  type Against,
  areComparable,
  changeOf,
  comparedWith,
  type Measure,
  measured,
  repeatabilityOf,
  unitOf,
} from "./measures";
import styles from "./Numbers.module.css";
import { PointHead } from "./PointHead";
import type { NamedRow, RowGroup } from "./rows";
import type { Statistics } from "./statistics";
import { ValueCell } from "./ValueCell";

interface Props {
  readonly session: OrganSession;
  readonly statistics: Statistics;
  readonly groups: readonly RowGroup[];
  readonly measure: Measure;
  readonly against: Against;
  readonly curves: readonly string[];
  readonly toggleCurve: (structure: string) => void;
  readonly chosen: string | null;
}

function Row({ props, row }: { props: Props; row: NamedRow }) {
  const { session, statistics, measure, against, curves, toggleCurve, chosen } = props;
  const { t } = useTranslation("numbers");
  const values = row.row.values.map((found) => measured(found, measure));
  const unit = unitOf(statistics, measure);
  const band = repeatabilityOf(statistics, measure, row.key);
  const drawn = curves.includes(row.key);
  return (
    <tr data-structure={row.key} data-chosen={chosen === row.key || undefined}>
      <th scope="row">
        <button
          type="button"
          className={styles.name}
          title={`${row.name}\n${t("values.go")}`}
          onClick={() => session.goTo(row.key)}
        >
          {row.name}
        </button>
        <button
          type="button"
          className={styles.draw}
          aria-pressed={drawn}
          title={t(drawn ? "values.fromCourse" : "values.toCourse")}
          aria-label={`${row.name}: ${t(drawn ? "values.fromCourse" : "values.toCourse")}`}
          onClick={() => toggleCurve(row.key)}
        >
          <IconChartLine size={12} aria-hidden />
        </button>
      </th>
      {row.row.values.map((found, column) => {
        const value = values[column] ?? null;
        const from = comparedWith(values, column, against);
        const before = from === null ? null : (values[from] ?? null);
        return (
          <ValueCell
            key={statistics.time_points[column]?.examination ?? column}
            found={found}
            value={value}
            measure={measure}
            unit={unit}
            change={changeOf(value, before)}
            notComparable={before !== null && value !== null && !areComparable(value, before)}
            band={band}
            name={`${row.name} · ${statistics.time_points[column]?.label ?? ""}`}
            go={() => session.goTo(row.key, column)}
          />
        );
      })}
    </tr>
  );
}

/** Organs by system, one column for each time point. */
export function ValuesTable(props: Props) {
  const { statistics, groups, measure } = props;
  const { t } = useTranslation("numbers");
  const unit = unitOf(statistics, measure);
  return (
    <div className={styles.scroll}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">
              {t("values.organ")}
              <span className={styles.unit} data-unit>
                {unit}
              </span>
            </th>
            {statistics.time_points.map((point) => (
              <PointHead key={point.examination} point={point} />
            ))}
          </tr>
        </thead>
        <tbody>
          {groups.map(({ key, name, rows }) => (
            <Fragment key={key}>
              {name !== "" && (
                <tr className={styles.group}>
                  <th colSpan={1 + statistics.time_points.length} scope="colgroup">
                    {name} <span className={styles.quiet}>{rows.length}</span>
                  </th>
                </tr>
              )}
              {rows.map((row) => (
                <Row key={row.key} props={props} row={row} />
              ))}
            </Fragment>
          ))}
        </tbody>
      </table>
    </div>
  );
}
