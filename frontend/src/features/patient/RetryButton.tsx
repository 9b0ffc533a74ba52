import { Button } from "@mantine/core";
import { IconRefresh } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { asFailure } from "@/api/failure";
import { prepareAgain } from "@/api/studies";
import { FailureNote } from "@/components/FailureNote";
import styles from "./RetryButton.module.css";

/** Prepare a failed series once more. */
export function RetryButton({ seriesKey }: { seriesKey: string }) {
  const { t } = useTranslation("patient");
  const queries = useQueryClient();
  const retry = useMutation({
    mutationFn: () => prepareAgain(seriesKey),
    onSettled: () => queries.invalidateQueries({ queryKey: ["patient"] }),
  });
  return (
    <div className={styles.retry}>
      <Button
        size="xs"
        variant="default"
        leftSection={<IconRefresh size={14} aria-hidden />}
        loading={retry.isPending}
        onClick={() => retry.mutate()}
      >
        {t("again")}
      </Button>
      <FailureNote failure={retry.error ? asFailure(retry.error) : null} />
    </div>
  );
}
