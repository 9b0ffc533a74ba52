import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import styles from "./Help.module.css";
import { KEY_ACTIONS, type KeyAction } from "./keys";

const GROUPS: readonly KeyAction["group"][] = ["navigate", "look", "pictures", "organs", "tools"];
const MOUSE = [
  "left",
  "mipDrag",
  "wheel",
  "ctrlWheel",
  "middle",
  "right",
  "double",
  "organ",
] as const;

type ActionName = keyof typeof import("@/i18n/en/viewer.json")["help"]["actions"];

type KeyName = keyof typeof import("@/i18n/en/viewer.json")["help"]["keyNames"];
const KEY_NAME = /Space|PgUp|PgDn|Home|End|Shift|Enter/g;

/** What keys and mouse do, from the same table that makes them do it. */
export default function Help({ close }: { close: () => void }) {
  const { t } = useTranslation("viewer");
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    dialog.current?.showModal?.();
  }, []);
  return (
    <dialog ref={dialog} className={styles.help} onClose={close} aria-label={t("help.title")}>
      <div className={styles.head}>
        <h2>{t("help.title")}</h2>
        <button type="button" onClick={() => dialog.current?.close()}>
          {t("help.close")}
        </button>
      </div>
      <div className={styles.columns}>
        {GROUPS.map((group) => (
          <section key={group}>
            <h3>{t(`help.groups.${group}`)}</h3>
            <dl>
              {KEY_ACTIONS.filter((action) => action.group === group && action.shown !== "").map(
                (action) => (
                  <div key={action.name}>
                    <dt>
                      <kbd>
                        {action.shown.replace(KEY_NAME, (name) =>
                          t(`help.keyNames.${name as KeyName}`),
                        )}
                      </kbd>
                    </dt>
                    <dd>{t(`help.actions.${action.name as ActionName}`)}</dd>
                  </div>
                ),
              )}
            </dl>
          </section>
        ))}
      </div>
      <h3>{t("help.mouse")}</h3>
      <ul>
        {MOUSE.map((name) => (
          <li key={name}>{t(`help.mouseActions.${name}`)}</li>
        ))}
      </ul>
    </dialog>
  );
}
