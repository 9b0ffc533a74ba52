import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { Link, useLocation } from "react-router";
import { useFailureSentence } from "@/components/FailureNote";
import styles from "./ComparisonPage.module.css";
import { ComparisonView } from "./ComparisonView";
import { type PageTrouble, usePage } from "./usePage";

function Trouble({ trouble }: { trouble: PageTrouble }) {
  const { t } = useTranslation("viewer");
  const sentence = useFailureSentence();
  const words = {
    "no-webgl": () => t("trouble.noWebgl"),
    "no-examinations": () => t("trouble.noExaminations"),
    api: () => (trouble.kind === "api" ? sentence(trouble.failure) : ""),
  };
  return (
    <main className={styles.message}>
      <p role="alert">{words[trouble.kind]()}</p>
      <Link to="/studies">{t("toStudies")}</Link>
    </main>
  );
}

/** The comparison of up to four examinations: /compare?e=ID&e=ID */
export function ComparisonPage() {
  const { t } = useTranslation("viewer");
  const { search } = useLocation();
  const { scene, descriptor, series, trouble, askAgain } = usePage(search);
  const title = t("title");
  useEffect(() => {
    // Never the patient's name: titles end up in the browser's history.
    document.title = `${title} – TotalPETView`;
  }, [title]);
  if (trouble) return <Trouble trouble={trouble} />;
  if (!scene || !descriptor) {
    return (
      <main className={styles.message} aria-busy="true">
        <p role="status">{t("trouble.loading")}</p>
      </main>
    );
  }
  return (
    <ComparisonView
      key={descriptor.time_points.map(({ examination }) => examination).join()}
      scene={scene}
      descriptor={descriptor}
      series={series}
      askAgain={askAgain}
    />
  );
}

export default ComparisonPage;
