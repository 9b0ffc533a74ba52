import { IconArrowBackUp } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useStore } from "zustand";
import {
  LABEL_STYLES,
  type LabelStyle,
  lookChanged,
  type OrganLook,
  USUAL_LOOK,
} from "@/state/organs";
import styles from "./OrganPanel.module.css";
import type { OrganSession } from "./organSession";

const isUsual = (look: OrganLook) => JSON.stringify(look) === JSON.stringify(USUAL_LOOK);

/** Whether and how organs are drawn over the slices. */
export function LookBar({ session }: { session: OrganSession }) {
  const { t } = useTranslation("organs");
  const { store, comparison } = session;
  const shown = useStore(comparison, (state) => state.organsShown);
  const style = useStore(store, (state) => state.look.style);
  const opacity = useStore(store, (state) => state.look.opacity);
  const changed = useStore(store, (state) => !isUsual(state.look));
  const percent = Math.round(100 * opacity);
  return (
    <div className={styles.bar}>
      <label title={`${t("look.shownLong")} (K)`}>
        <input
          type="checkbox"
          checked={shown}
          onChange={(event) => comparison.setState({ organsShown: event.target.checked })}
        />
        {t("look.shown")}
      </label>
      <select
        aria-label={t("look.style")}
        title={t("look.style")}
        value={style}
        onChange={(event) =>
          store.setState((s) => lookChanged(s, { style: event.target.value as LabelStyle }))
        }
      >
        {LABEL_STYLES.map((name) => (
          <option key={name} value={name}>
            {t(`look.${name}`)}
          </option>
        ))}
      </select>
      <input
        type="range"
        min={5}
        max={100}
        step={5}
        value={percent}
        aria-label={t("look.opacity")}
        title={t("look.opacity")}
        onChange={(event) =>
          store.setState((s) => lookChanged(s, { opacity: Number(event.target.value) / 100 }))
        }
      />
      <output>{percent} %</output>
      {changed && (
        <button
          type="button"
          title={t("look.reset")}
          aria-label={t("look.reset")}
          onClick={() => store.setState({ look: USUAL_LOOK })}
        >
          <IconArrowBackUp size={14} aria-hidden />
        </button>
      )}
    </div>
  );
}
