import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { studiesQuery } from "@/api/studies";
import { besidesUnreachable, FailureNote } from "@/components/FailureNote";
import { ComingRows } from "./ComingRows";
import { EmptyArchive } from "./EmptyArchive";
import { PatientTable } from "./PatientTable";
import { SearchField } from "./SearchField";
import styles from "./StudiesPage.module.css";
import { useDebounced } from "./useDebounced";
import { useRowKeys } from "./useRowKeys";

const pageLength = 100;
const typingPause_ms = 180;

/** Every patient with an examination, the most recent first; narrowed as one types. */
export function StudiesPage() {
  const { t } = useTranslation("studies");
  const [typed, setTyped] = useState("");
  const [limit, setLimit] = useState(pageLength);
  const search = useDebounced(typed.trim(), typingPause_ms);
  const { data, error, isPlaceholderData } = useQuery(studiesQuery(search, limit));
  const patients = data?.patients ?? [];
  const rows = useRowKeys(patients.map((patient) => patient.key));

  const nothingAtAll = data && data.total === 0 && search === "" && !isPlaceholderData;

  return (
    <div className={styles.page}>
      <title>{`${t("title")} – ${t("name", { ns: "app" })}`}</title>
      <div className={styles.head}>
        <h1>{t("title")}</h1>
        <SearchField
          value={typed}
          onChange={(text) => {
            setTyped(text);
            setLimit(pageLength);
            rows.forget();
          }}
          onKeyDown={rows.onKeyDown}
          active={rows.active}
        />
        <p className={styles.count} aria-live="polite">
          {data && !nothingAtAll ? t("count", { count: data.total }) : ""}
        </p>
      </div>
      <FailureNote failure={besidesUnreachable(error)} />
      {!data && !error && <ComingRows />}
      {nothingAtAll && <EmptyArchive />}
      {data && !nothingAtAll && patients.length === 0 && (
        <p className={styles.nothing}>{t("nothingFound", { search })}</p>
      )}
      {patients.length > 0 && (
        <PatientTable patients={patients} active={rows.active} stale={isPlaceholderData} />
      )}
      {data && data.total > patients.length && patients.length > 0 && (
        <button type="button" className={styles.more} onClick={() => setLimit(limit + pageLength)}>
          {t("more", { shown: patients.length, total: data.total })}
        </button>
      )}
    </div>
  );
}
