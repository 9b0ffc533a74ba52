import { useTranslation } from "react-i18next";
import { NavLink } from "react-router";
import type { User } from "@/api/types";
import { Brand } from "@/components/Brand";
import { ProgressRing } from "@/components/ProgressRing";
import { AccountMenu } from "@/features/login/AccountMenu";
import { isRunning, useUploadProgress } from "@/features/upload/uploadStore";
import styles from "./HeaderBar.module.css";

/** Where one can go, whether an upload is running, and whose account it is. */
export function HeaderBar({ user }: { user: User }) {
  const { t } = useTranslation();
  const upload = useUploadProgress();
  const percent = Math.floor(upload.fraction * 100);
  return (
    <header className={styles.bar}>
      <NavLink to="/studies" className={styles.brand}>
        <Brand />
      </NavLink>
      <nav aria-label={t("nav.label")} className={styles.nav}>
        <NavLink to="/studies">{t("nav.studies")}</NavLink>
        {user.rights.includes("upload") && (
          <NavLink to="/upload">
            {t("nav.upload")}
            {isRunning(upload.phase) && (
              <ProgressRing
                fraction={upload.fraction}
                label={t("nav.uploading", { percent })}
                size={15}
              />
            )}
          </NavLink>
        )}
      </nav>
      <span className={styles.remark}>{t("notMedicalDevice")}</span>
      <AccountMenu user={user} />
    </header>
  );
}
