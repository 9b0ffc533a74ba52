import { IconAlertTriangle, IconEye, IconEyeOff, IconFocusCentered } from "@tabler/icons-react";
import { memo, useState } from "react";
import { useTranslation } from "react-i18next";
import { useStore } from "zustand";
import { formatNumber } from "@/components/formats";
import { useSpokenLanguage } from "@/components/useSpokenLanguage";
import { coloured, colourOf, drawn, isDrawn, markedOnMip, soloToggled } from "@/state/organs";
import { colourIn, hexOf } from "./colours";
import type { ListedStructure } from "./grouped";
import styles from "./OrganPanel.module.css";
import type { OrganSession } from "./organSession";

interface Props {
  readonly session: OrganSession;
  readonly structure: ListedStructure;
}

/** One organ: shown or not, its colour, its name, what was noticed, its volume, alone, on the MIP. */
export const OrganRow = memo(function OrganRow({ session, structure }: Props) {
  const { t } = useTranslation("organs");
  const language = useSpokenLanguage();
  const { store } = session;
  const { key, name, segments, notices } = structure;
  const [open, setOpen] = useState(false);
  const visible = useStore(store, ({ look }) => isDrawn(look, key));
  const solo = useStore(store, ({ look }) => look.solo === key);
  const marked = useStore(store, ({ look }) => look.mipMarked.includes(key));
  const chosen = useStore(store, (state) => state.chosen === key);
  const colour = useStore(store, ({ look, answer }) =>
    hexOf(colourOf(look, answer?.structures ?? {}, key)),
  );
  const labels = session.descriptor.time_points.map(({ label }) => label);
  const ml = (volume: number | null | undefined) =>
    volume == null ? "–" : formatNumber(volume, language, volume < 10 ? 1 : 0);
  const first = segments.find((segment) => segment !== null);
  const volumes = segments.map((one, column) => `${labels[column]} ${ml(one?.volume_ml)}`);
  const missing = labels.filter((_, column) => segments[column] === null);
  const eye = visible ? t("list.hide", { name }) : t("list.show", { name });
  const Eye = visible ? IconEye : IconEyeOff;
  const somewhere = segments.some((segment) => segment?.centre_mm);
  const noted = t("list.notices", { count: notices.length, name });
  return (
    <li data-structure={key} data-drawn={visible} data-chosen={chosen}>
      <div className={styles.row}>
        <button
          type="button"
          className={styles.icon}
          title={eye}
          aria-label={eye}
          onClick={() => store.setState((s) => drawn(s, [key], !visible))}
        >
          <Eye size={14} aria-hidden />
        </button>
        <input
          type="color"
          className={styles.colour}
          value={colour}
          title={t("list.colour", { name })}
          aria-label={t("list.colour", { name })}
          onChange={(event) =>
            store.setState((s) => coloured(s, key, colourIn(event.target.value)))
          }
        />
        <button
          type="button"
          className={styles.name}
          title={somewhere ? t("list.goTo", { name }) : t("list.nowhere")}
          aria-disabled={!somewhere}
          onClick={() => session.goTo(key)}
        >
          {name}
        </button>
        {notices.length > 0 && (
          <button
            type="button"
            className={`${styles.icon} ${styles.warn}`}
            aria-expanded={open}
            title={notices
              .map(({ column, notice }) => `${labels[column]}: ${notice.text}`)
              .join("\n")}
            aria-label={noted}
            onClick={() => setOpen(!open)}
          >
            <IconAlertTriangle size={13} aria-hidden />
          </button>
        )}
        <span
          className={styles.volume}
          title={[
            t("list.volumes", { volumes: volumes.join(", ") }),
            ...(missing.length > 0 ? [t("list.missing", { columns: missing.join(", ") })] : []),
          ].join("\n")}
        >
          {ml(first?.volume_ml)} {t("list.ml")}
        </span>
        <button
          type="button"
          className={`${styles.icon} ${styles.late}`}
          aria-pressed={solo}
          title={t("list.solo", { name })}
          aria-label={t("list.solo", { name })}
          onClick={() => store.setState((s) => soloToggled(s, key))}
        >
          <IconFocusCentered size={14} aria-hidden />
        </button>
        <button
          type="button"
          className={`${styles.onMip} ${styles.late}`}
          aria-pressed={marked}
          title={t("list.mark", { name })}
          aria-label={t("list.mark", { name })}
          onClick={() => store.setState((s) => markedOnMip(s, [key], !marked))}
        >
          MIP
        </button>
      </div>
      {open && (
        <ul className={styles.notices}>
          {notices.map(({ column, notice }) => (
            <li key={`${column} ${notice.code}`}>
              <b>{labels[column]}</b> {notice.text}
            </li>
          ))}
        </ul>
      )}
    </li>
  );
});
