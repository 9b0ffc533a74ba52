import { IconPlugConnectedX } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { statusQuery } from "@/api/status";
import { type Disturbance, disturbanceOf } from "./disturbance";
import styles from "./StatusBanner.module.css";

/** Says what is down, for as long as it is; afterwards everything on the page is asked for anew. */
export function StatusBanner({ floating = false }: { floating?: boolean }) {
  const { t } = useTranslation("status");
  const queries = useQueryClient();
  const { data, error } = useQuery(statusQuery);
  const disturbance = disturbanceOf(data, error);

  const before = useRef<Disturbance | null>(null);
  useEffect(() => {
    if (before.current && !disturbance) {
      void queries.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== "status" });
    }
    before.current = disturbance;
  }, [disturbance, queries]);

  return (
    <div role="status" className={floating ? styles.floating : undefined}>
      {disturbance && (
        <p className={styles.banner}>
          <IconPlugConnectedX size={17} aria-hidden />
          <strong>{t(`${disturbance}.what`)}</strong>
          <span>{t(`${disturbance}.meaning`)}</span>
        </p>
      )}
    </div>
  );
}
