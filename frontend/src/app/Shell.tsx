import "@/components/mantineStyles";
import { useQuery } from "@tanstack/react-query";
import { Suspense } from "react";
import { useTranslation } from "react-i18next";
import { Outlet } from "react-router";
import { sessionQuery } from "@/api/session";
import { Waiting } from "@/components/Waiting";
import { StatusBanner } from "@/features/status/StatusBanner";
import { HeaderBar } from "./HeaderBar";
import styles from "./Shell.module.css";

/** The frame of every page but the viewer and the login. */
export function Shell() {
  const { t } = useTranslation();
  const { data } = useQuery(sessionQuery);
  if (!data?.user) return null;
  return (
    <div className={styles.shell}>
      <a className={styles.skip} href="#content">
        {t("nav.skip")}
      </a>
      <HeaderBar user={data.user} />
      <StatusBanner />
      <main id="content" className={styles.content} tabIndex={-1}>
        <Suspense fallback={<Waiting />}>
          <Outlet />
        </Suspense>
      </main>
    </div>
  );
}
