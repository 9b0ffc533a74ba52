import { useTranslation } from "react-i18next";
import { Link, useNavigate } from "react-router";
import type { PatientSummary } from "@/api/types";
import { DateText } from "@/components/DateText";
import { MipThumbnail } from "@/components/MipThumbnail";
import { usePersonName, useSexWord } from "@/components/PatientIdentity";
import { StateMark } from "@/components/StateMark";
import styles from "./PatientTable.module.css";
import { contentOf, latestThumbnail, stateOfPatient } from "./summary";

export const rowId = (key: string) => `patient-${key}`;

/** One patient: who it is, what there is, and whether anything is still on its way or failed. */
export function PatientRow({ patient, active }: { patient: PatientSummary; active: boolean }) {
  const { t } = useTranslation("studies");
  const navigate = useNavigate();
  const sexWord = useSexWord();
  const address = `/patients/${patient.key}`;
  const state = stateOfPatient(patient.examinations);
  const name = usePersonName()(patient.name);

  return (
    // The whole row is a target for the mouse; keyboards and screen readers have the link on the name.
    <tr
      id={rowId(patient.key)}
      className={styles.row}
      data-active={active}
      ref={(row) => {
        if (active) row?.scrollIntoView({ block: "nearest" });
      }}
      onClick={(event) => {
        if (event.target instanceof Element && event.target.closest("a")) return;
        navigate(address);
      }}
    >
      <td>
        <div className={styles.who}>
          <MipThumbnail
            url={latestThumbnail(patient.examinations)}
            label={t("mip", { name })}
            width={42}
            height={62}
          />
          <span>
            <Link to={address} className={styles.name}>
              {name}
            </Link>
            <span className={styles.id}>{patient.id}</span>
          </span>
        </div>
      </td>
      <td>
        <DateText value={patient.birth_date} />
      </td>
      <td>{sexWord(patient.sex)}</td>
      <td className={styles.number}>{patient.examinations.length}</td>
      <td>
        <ul className={styles.dates}>
          {patient.examinations.map((examination) => (
            <li key={examination.id}>
              <DateText value={examination.acquired_at} /> <small>{contentOf(examination)}</small>
            </li>
          ))}
        </ul>
      </td>
      <td>
        <StateMark state={state.state} progress={state.progress} />
        {state.problem && <span className={styles.problem}>{state.problem}</span>}
      </td>
    </tr>
  );
}
