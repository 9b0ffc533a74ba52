import { useSyncExternalStore } from "react";
import { useTranslation } from "react-i18next";
import { useStore } from "zustand";
import type { OrganMap } from "@/api/organs";
import {
  lookChanged,
  MIP_TREATMENTS,
  type MipTreatment,
  markedOnMip,
  physiological,
  structuresThere,
} from "@/state/organs";
import styles from "./OrganPanel.module.css";
import type { OrganSession } from "./organSession";

interface Props {
  readonly session: OrganSession;
  readonly maps: readonly (OrganMap | null)[];
}

/** What becomes of the marked organs on the MIP, and the usual choice of which. */
export function MipBar({ session, maps }: Props) {
  const { t } = useTranslation("organs");
  const { store } = session;
  const marked = useStore(store, (state) => state.look.mipMarked);
  const treatment = useStore(store, (state) => state.look.mipTreatment);
  const there = structuresThere(store.getState());
  const usual = physiological(there);
  const count = marked.filter((key) => there.includes(key)).length;
  const { time_points } = session.descriptor;
  const state = useSyncExternalStore(session.subscribe, () => {
    const { mipMarked, mipTreatment } = store.getState().look;
    const states = maps.map((map) =>
      map && mipTreatment === "without" ? session.pictures.projections.of(map, mipMarked) : null,
    );
    return (["failed", "coming"] as const).find((one) => states.includes(one)) ?? null;
  });
  const undimmable = maps.flatMap((map, column) => {
    const { mip, label } = time_points[column] ?? { mip: null, label: "" };
    return map && mip && map.mip_labels?.mip !== mip.id ? label : [];
  });
  return (
    <section className={styles.mip} aria-label={t("mip.title")}>
      <h3>{t("mip.title")}</h3>
      <div className={styles.bar}>
        <button
          type="button"
          title={t("mip.physiologicalWhy")}
          disabled={usual.length === 0}
          aria-pressed={usual.length > 0 && usual.every((key) => marked.includes(key))}
          onClick={() => {
            const all = usual.every((key) => marked.includes(key));
            store.setState((s) => markedOnMip(s, usual, !all));
          }}
        >
          {t("mip.physiological")}
        </button>
        <select
          aria-label={t("mip.treatment")}
          title={t("mip.treatment")}
          value={treatment}
          onChange={(event) =>
            store.setState((s) =>
              lookChanged(s, { mipTreatment: event.target.value as MipTreatment }),
            )
          }
        >
          {MIP_TREATMENTS.map((name) => (
            <option key={name} value={name}>
              {t(`mip.${name}`)}
            </option>
          ))}
        </select>
        <output>{t("mip.marked", { count })}</output>
        {count > 0 && (
          <button
            type="button"
            onClick={() => store.setState((s) => lookChanged(s, { mipMarked: [] }))}
          >
            {t("mip.clear")}
          </button>
        )}
      </div>
      {count > 0 && treatment === "dim" && undimmable.length > 0 && (
        <p>{t("mip.notPossible", { columns: undimmable.join(", ") })}</p>
      )}
      {state === "failed" && <p role="alert">{t("mip.failed")}</p>}
      {state === "coming" && <p role="status">{t("mip.coming")}</p>}
    </section>
  );
}
