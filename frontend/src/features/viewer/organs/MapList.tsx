import { useTranslation } from "react-i18next";
import { downloadAddress, type OrganMap, type OrgansAnswer } from "@/api/organs";
import { mapChosen } from "@/state/organs";
import styles from "./OrganPanel.module.css";
import type { OrganSession } from "./organSession";

interface Props {
  readonly session: OrganSession;
  readonly answer: OrgansAnswer;
  readonly maps: readonly (OrganMap | null)[];
}

const FORMS = ["labelmap", "binary", "rtstruct"] as const;

function Provenance({ map }: { map: OrganMap }) {
  const { t } = useTranslation("organs");
  return (
    <>
      {map.notices.length > 0 && (
        <ul className={styles.notices} aria-label={t("map.notices")}>
          {map.notices.map(({ code, text }) => (
            <li key={code + text}>{text}</li>
          ))}
        </ul>
      )}
      <table>
        <tbody>
          {map.making.map(({ name, value }) => (
            <tr key={name + value}>
              <th scope="row">{name}</th>
              <td>{value}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className={styles.files}>
        {t("map.download")}:{" "}
        {FORMS.map((form) => (
          <a key={form} href={downloadAddress(map.key, form)} download>
            {t(`map.${form}`)}
          </a>
        ))}
      </p>
    </>
  );
}

interface OneProps extends Omit<Props, "maps"> {
  readonly column: number;
  readonly map: OrganMap | null;
}

function OneColumn({ session, answer, column, map }: OneProps) {
  const { t } = useTranslation("organs");
  const found = answer.time_points[column];
  if (!found) return null;
  const label = session.descriptor.time_points[column]?.label ?? "";
  const { examination, maps: all, notices } = found;
  return (
    <details data-column={column}>
      <summary>
        <b>{label}</b> {map ? `${map.title} · ${t(`map.${map.origin}`)}` : t("map.none")}
        {map?.stand_in && <em>{t("map.standIn")}</em>}
      </summary>
      {all.length > 1 && (
        <select
          aria-label={t("map.choose", { label })}
          value={map?.key ?? ""}
          onChange={(event) =>
            session.store.setState((s) => mapChosen(s, examination, event.target.value))
          }
        >
          {all.map((one) => (
            <option key={one.key} value={one.key}>
              {one.title} · {t(`map.${one.origin}`)}
              {one.stand_in ? ` · ${t("map.standIn")}` : ""}
            </option>
          ))}
        </select>
      )}
      {notices.length > 0 && (
        <ul className={styles.notices}>
          {notices.map(({ code, text }) => (
            <li key={code + text}>{text}</li>
          ))}
        </ul>
      )}
      {map && <Provenance map={map} />}
    </details>
  );
}

/** Which map each column shows, and where it comes from. */
export function MapList({ session, answer, maps }: Props) {
  const { t } = useTranslation("organs");
  const { time_points } = answer;
  const several = time_points.some((one) => one.maps.length > 1);
  const noted = time_points.some((one) => one.notices.length > 0);
  if (!several && !noted && maps.every((map) => map === null)) return null;
  return (
    <details className={styles.maps} open={noted}>
      <summary>
        <h3>{t(several ? "map.titleSeveral" : "map.title")}</h3>
      </summary>
      {time_points.map(({ examination }, column) => (
        <OneColumn
          key={examination}
          session={session}
          answer={answer}
          column={column}
          map={maps[column] ?? null}
        />
      ))}
    </details>
  );
}
