import { Button } from "@mantine/core";
import { IconUpload } from "@tabler/icons-react";
import { type DragEvent, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { ChosenFile } from "./batches";
import { droppedFiles, pickedFiles } from "./chosenFiles";
import styles from "./UploadPage.module.css";

/** Where files are dropped; the two buttons open the same for keyboards. */
export function DropZone({ onFiles }: { onFiles: (files: ChosenFile[]) => void }) {
  const { t } = useTranslation("upload");
  const [over, setOver] = useState(false);
  const [looking, setLooking] = useState(false);
  const files = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement | null>(null);

  // A file dropped beside the zone would otherwise replace the application by the file.
  useEffect(() => {
    const keep = (event: globalThis.DragEvent) => event.preventDefault();
    window.addEventListener("dragover", keep);
    window.addEventListener("drop", keep);
    return () => {
      window.removeEventListener("dragover", keep);
      window.removeEventListener("drop", keep);
    };
  }, []);

  const drop = async (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    setLooking(true);
    try {
      onFiles(await droppedFiles(event.dataTransfer));
    } finally {
      setLooking(false);
    }
  };

  return (
    <section
      className={styles.zone}
      data-over={over}
      aria-label={t("zone")}
      onDragEnter={() => setOver(true)}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setOver(false);
      }}
      onDrop={(event) => void drop(event)}
    >
      <IconUpload size={30} stroke={1.5} aria-hidden />
      <p className={styles.lead}>{looking ? t("looking") : t("drop")}</p>
      <p className={styles.hint}>{t("kinds")}</p>
      <div className={styles.buttons}>
        <Button variant="default" onClick={() => files.current?.click()}>
          {t("chooseFiles")}
        </Button>
        <Button variant="default" onClick={() => folder.current?.click()}>
          {t("chooseFolder")}
        </Button>
      </div>
      <input
        ref={files}
        type="file"
        multiple
        hidden
        data-testid="files"
        onChange={(event) => {
          onFiles(pickedFiles(event.currentTarget.files));
          event.currentTarget.value = "";
        }}
      />
      <input
        ref={(input) => {
          // React's types do not know the attribute, although every browser does.
          input?.setAttribute("webkitdirectory", "");
          folder.current = input;
        }}
        type="file"
        multiple
        hidden
        data-testid="folder"
        onChange={(event) => {
          onFiles(pickedFiles(event.currentTarget.files));
          event.currentTarget.value = "";
        }}
      />
    </section>
  );
}
