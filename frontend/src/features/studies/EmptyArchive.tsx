import { IconBroadcast, IconTerminal2, IconUpload } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { sessionQuery } from "@/api/session";
import { statusQuery } from "@/api/status";
import styles from "./EmptyArchive.module.css";

const importCommand = "totalpetview import PATH …";

/** What to do when there is nothing: the three ways images get in. */
export function EmptyArchive() {
  const { t } = useTranslation("studies");
  const mayUpload = useQuery(sessionQuery).data?.user?.rights.includes("upload");
  const status = useQuery(statusQuery).data;
  const arriving = status?.arriving ?? 0;
  const node = status?.dicom;

  if (arriving > 0) {
    return <p className={styles.arriving}>{t("empty.arriving", { count: arriving })}</p>;
  }
  return (
    <section className={styles.empty}>
      <h2>{t("empty.title")}</h2>
      <ul>
        {mayUpload && (
          <li>
            <IconUpload size={22} aria-hidden />
            <div>
              <h3>
                <Link to="/upload">{t("empty.upload")}</Link>
              </h3>
              <p>{t("empty.uploadText")}</p>
            </div>
          </li>
        )}
        <li>
          <IconBroadcast size={22} aria-hidden />
          <div>
            <h3>{t("empty.send")}</h3>
            <p>{node ? t("empty.sendNode", node) : t("empty.sendText")}</p>
          </div>
        </li>
        <li>
          <IconTerminal2 size={22} aria-hidden />
          <div>
            <h3>{t("empty.import")}</h3>
            <p>
              {t("empty.importText")} <code>{importCommand}</code>
            </p>
          </div>
        </li>
      </ul>
    </section>
  );
}
