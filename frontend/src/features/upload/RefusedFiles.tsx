import { useState } from "react";
import { useTranslation } from "react-i18next";
import styles from "./UploadPage.module.css";
import type { Reason, RefusedFile } from "./uploadProgress";

const shownAtFirst = 200;

/** The files that did not get in, each with the reason. */
export function RefusedFiles({ refused }: { refused: readonly RefusedFile[] }) {
  const { t } = useTranslation("upload");
  const app = useTranslation();
  const [all, setAll] = useState(false);
  if (refused.length === 0) return null;
  const sentence = (reason: Reason) => {
    if ("sentence" in reason) return reason.sentence;
    return reason.kind === "unreadable" ? t("unreadable") : app.t(`failure.${reason.kind}`);
  };
  const rows = (all ? refused : refused.slice(0, shownAtFirst)).map((file, position) => ({
    ...file,
    // The same name may be refused twice, from two folders: the place in the list tells them apart.
    key: `${position} ${file.name}`,
  }));
  return (
    <section className={styles.refused}>
      <h2>{t("refusedTitle", { count: refused.length })}</h2>
      <table>
        <thead>
          <tr>
            <th scope="col">{t("file")}</th>
            <th scope="col">{t("why")}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, name, reason }) => (
            <tr key={key}>
              <td>{name}</td>
              <td>{sentence(reason)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length < refused.length && (
        <button type="button" onClick={() => setAll(true)}>
          {t("showAll")}
        </button>
      )}
    </section>
  );
}
