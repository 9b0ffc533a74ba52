import { useTranslation } from "react-i18next";
import type { PatientSummary } from "@/api/types";
import { PatientRow } from "./PatientRow";
import styles from "./PatientTable.module.css";

interface Props {
  patients: readonly PatientSummary[];
  active: string | null;
  /** The rows still answer the search before this one. */
  stale: boolean;
}

export function PatientTable({ patients, active, stale }: Props) {
  const { t } = useTranslation("studies");
  return (
    <table id="patients" className={styles.table} data-stale={stale}>
      <thead>
        <tr>
          <th scope="col">{t("column.patient")}</th>
          <th scope="col">{t("column.born")}</th>
          <th scope="col">{t("column.sex")}</th>
          <th scope="col" className={styles.number}>
            {t("column.number")}
          </th>
          <th scope="col">{t("column.examinations")}</th>
          <th scope="col">{t("column.state")}</th>
        </tr>
      </thead>
      <tbody>
        {patients.map((patient) => (
          <PatientRow key={patient.key} patient={patient} active={patient.key === active} />
        ))}
      </tbody>
    </table>
  );
}
