import { IconInfoCircle } from "@tabler/icons-react";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import type { PetDescriptor } from "@/volumes";
import styles from "./SeriesChoice.module.css";

const SuvReport = lazy(() => import("./SuvReport"));

type CorrectedName = keyof typeof import("@/i18n/en/viewer.json")["suv"]["names"];

interface Props {
  readonly pet: PetDescriptor;
  /** Which column: "T1", and when it was taken. */
  readonly of: string;
  readonly askAgain: () => void;
}

/** Opens what is behind the numbers of this column; says so where a person has corrected any of it. */
export function SuvButton({ pet, of, askAgain }: Props) {
  const { t } = useTranslation("viewer");
  const [open, setOpen] = useState(false);
  const names = pet.corrected.map((name) => t(`suv.names.${name as CorrectedName}`)).join(", ");
  return (
    <div className={styles.behind}>
      {names !== "" && (
        <span
          className={styles.mark}
          data-mark="corrected"
          title={t("suv.correctedWhy", { names })}
        >
          {t("suv.corrected")}
        </span>
      )}
      <button
        type="button"
        className={styles.open}
        data-opens="suv"
        title={t("suv.title")}
        aria-label={t("suv.title")}
        onClick={() => setOpen(true)}
      >
        SUV <IconInfoCircle size={12} aria-hidden />
      </button>
      {open && (
        <Suspense fallback={null}>
          <SuvReport pet={pet} of={of} askAgain={askAgain} close={() => setOpen(false)} />
        </Suspense>
      )}
    </div>
  );
}
