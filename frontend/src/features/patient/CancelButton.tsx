import { Button } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { asFailure } from "@/api/failure";
import { cancelPreparation } from "@/api/studies";
import { FailureNote } from "@/components/FailureNote";
import styles from "./RetryButton.module.css";

/** End what is under way for these series; each can be prepared again afterwards. */
export function CancelButton({ seriesKeys }: { seriesKeys: readonly string[] }) {
  const { t } = useTranslation("patient");
  const queries = useQueryClient();
  const cancel = useMutation({
    mutationFn: () => Promise.all(seriesKeys.map(cancelPreparation)),
    onSettled: () => queries.invalidateQueries({ queryKey: ["patient"] }),
  });
  return (
    <div className={styles.retry}>
      <Button
        size="xs"
        variant="default"
        loading={cancel.isPending}
        onClick={() => cancel.mutate()}
      >
        {t("cancel")}
      </Button>
      <FailureNote failure={cancel.error ? asFailure(cancel.error) : null} />
    </div>
  );
}
