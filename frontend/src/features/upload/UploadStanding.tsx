import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { formatBytes, formatNumber } from "@/components/formats";
import { useSpokenLanguage } from "@/components/useSpokenLanguage";
import styles from "./UploadPage.module.css";
import { isRunning, type UploadProgress } from "./uploadProgress";
import { cancelUpload, forgetUpload, resumeUpload } from "./uploadStore";

/** How far the upload is, and in the end what became of it. */
export function UploadStanding({ progress }: { progress: UploadProgress }) {
  const { t } = useTranslation("upload");
  const language = useSpokenLanguage();
  const running = isRunning(progress.phase);
  const number = (value: number) => formatNumber(value, language);
  const results = [
    ["stored", progress.stored],
    ["alreadyThere", progress.alreadyThere],
    ["refused", progress.refused.length],
  ] as const;

  return (
    <section className={styles.standing} aria-label={t("standing")}>
      <p className={styles.line}>
        <strong role="status">{t(`phase.${progress.phase}`)}</strong>
        <span className={styles.amounts}>
          {t("files", { done: number(progress.filesSettled), all: number(progress.files) })}
        </span>
        <span className={styles.amounts}>
          {t("bytes", {
            done: formatBytes(progress.bytesSent, language),
            all: formatBytes(progress.bytes, language),
          })}
        </span>
        <span className={styles.actions}>
          {progress.phase === "stopped" && (
            <Button size="xs" onClick={resumeUpload}>
              {t("goOn")}
            </Button>
          )}
          {(running || progress.phase === "stopped") && (
            <Button size="xs" variant="default" onClick={cancelUpload}>
              {t("cancel")}
            </Button>
          )}
          {!running && progress.phase !== "stopped" && (
            <>
              <Button size="xs" variant="default" onClick={forgetUpload}>
                {t("clear")}
              </Button>
              <Button size="xs" component={Link} to="/studies">
                {t("toPatients")}
              </Button>
            </>
          )}
        </span>
      </p>
      <progress
        className={styles.bar}
        max={1}
        value={progress.fraction}
        aria-label={t("standing")}
      />
      <dl className={styles.result}>
        {results.map(([what, count]) => (
          <div key={what}>
            <dt>{t(`result.${what}`)}</dt>
            <dd>{number(count)}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
