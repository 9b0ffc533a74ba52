import { IconChevronDown, IconChevronRight, IconEye, IconEyeOff } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useStore } from "zustand";
import { drawn, isDrawn, markedOnMip } from "@/state/organs";
import type { ListedGroup } from "./grouped";
import styles from "./OrganPanel.module.css";
import { OrganRow } from "./OrganRow";
import type { OrganSession } from "./organSession";

interface Props {
  readonly session: OrganSession;
  readonly group: ListedGroup;
}

/** One system of the body: its organs, and what concerns all of them. */
export function OrganGroup({ session, group }: Props) {
  const { t } = useTranslation("organs");
  const { store } = session;
  const [open, setOpen] = useState(true);
  const keys = group.structures.map(({ key }) => key);
  const number = useStore(store, ({ look }) => keys.filter((key) => isDrawn(look, key)).length);
  const marked = useStore(store, ({ look }) => keys.every((key) => look.mipMarked.includes(key)));
  const words = { group: group.name };
  const eye = number > 0 ? t("list.hideGroup", words) : t("list.showGroup", words);
  const Eye = number > 0 ? IconEye : IconEyeOff;
  const Fold = open ? IconChevronDown : IconChevronRight;
  return (
    <section className={styles.group} data-group={group.key}>
      <h3>
        <button
          type="button"
          className={styles.icon}
          title={eye}
          aria-label={eye}
          onClick={() => store.setState((s) => drawn(s, keys, number === 0))}
        >
          <Eye size={14} aria-hidden />
        </button>
        <button
          type="button"
          className={styles.fold}
          aria-expanded={open}
          title={t("list.fold", words)}
          onClick={() => setOpen(!open)}
        >
          <Fold size={13} aria-hidden />
          {group.name}
        </button>
        <span className={styles.count}>
          {t("list.groupDrawn", { drawn: number, all: keys.length })}
        </span>
        <button
          type="button"
          className={styles.onMip}
          aria-pressed={marked}
          title={t("list.markGroup", words)}
          aria-label={t("list.markGroup", words)}
          onClick={() => store.setState((s) => markedOnMip(s, keys, !marked))}
        >
          MIP
        </button>
      </h3>
      {open && (
        <ul>
          {group.structures.map((one) => (
            <OrganRow key={one.key} session={session} structure={one} />
          ))}
        </ul>
      )}
    </section>
  );
}
