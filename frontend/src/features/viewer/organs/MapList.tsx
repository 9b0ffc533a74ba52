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

/** Which map each column shows, and where it comes from. */
export function MapList({ session, answer, maps }: Props) {
  const { t } = useTranslation("organs");
  return (
    <section className={styles.maps}>
      <h3>{t("map.title")}</h3>
      {answer.time_points.map(({ examination, maps: all, notices }, column) => {
        const label = session.descriptor.time_points[column]?.label ?? "";
        const map = maps[column] ?? null;
        return (
          <details key={examination} data-column={column}>
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
      })}
    </section>
  );
}
