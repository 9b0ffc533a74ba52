import { useTranslation } from "react-i18next";
import { DateText } from "./DateText";
import { formatPersonName } from "./formats";
import styles from "./PatientIdentity.module.css";

interface Person {
  name: string;
  id: string;
  birth_date: string | null;
  sex: string | null;
}

/** The word for a DICOM PatientSex. */
export function useSexWord(): (sex: string | null) => string {
  const { t } = useTranslation();
  return (sex) => {
    if (sex === "F" || sex === "M" || sex === "O") return t(`sex.${sex}`);
    return t("sex.unknown");
  };
}

/** A DICOM person name to be read; says so where there is none. */
export function usePersonName(): (name: string) => string {
  const { t } = useTranslation();
  return (name) => formatPersonName(name) || t("nameless");
}

/** Who it is: name, date of birth, sex and identifier; the four things that are compared before anything is read. */
export function PatientIdentity({ person }: { person: Person }) {
  const { t } = useTranslation();
  const sexWord = useSexWord();
  const personName = usePersonName();
  return (
    <div className={styles.identity}>
      <h1 className={styles.name}>{personName(person.name)}</h1>
      <dl className={styles.facts}>
        <div>
          <dt>{t("born")}</dt>
          <dd>
            <DateText value={person.birth_date} />
          </dd>
        </div>
        <div>
          <dt>{t("sexLabel")}</dt>
          <dd>{sexWord(person.sex)}</dd>
        </div>
        <div>
          <dt>{t("patientId")}</dt>
          <dd>{person.id || "–"}</dd>
        </div>
      </dl>
    </div>
  );
}
