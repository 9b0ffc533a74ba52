import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { sessionQuery } from "@/api/session";
import { DropZone } from "./DropZone";
import { RefusedFiles } from "./RefusedFiles";
import styles from "./UploadPage.module.css";
import { UploadStanding } from "./UploadStanding";
import { upload, useUploadProgress } from "./uploadStore";

/** Files, folders and zip archives into the archive, with what became of each. */
export function UploadPage() {
  const { t } = useTranslation("upload");
  const progress = useUploadProgress();
  const { data } = useQuery(sessionQuery);
  const may = data?.user?.rights.includes("upload");
  return (
    <div className={styles.page}>
      <title>{`${t("title")} – ${t("name", { ns: "app" })}`}</title>
      <h1>{t("title")}</h1>
      {may ? <DropZone onFiles={upload} /> : <p>{t("noRight")}</p>}
      {progress.phase !== "idle" && <UploadStanding progress={progress} />}
      <RefusedFiles refused={progress.refused} />
    </div>
  );
}
