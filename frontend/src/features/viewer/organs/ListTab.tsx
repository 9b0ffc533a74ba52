import { IconEye, IconEyeOff } from "@tabler/icons-react";
import { useDeferredValue, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { useStore } from "zustand";
import { useSpokenLanguage } from "@/components/useSpokenLanguage";
import { drawn, shownMaps, soloToggled } from "@/state/organs";
import { grouped } from "./grouped";
import { LookBar } from "./LookBar";
import { MapList } from "./MapList";
import { MipBar } from "./MipBar";
import { OrganGroup } from "./OrganGroup";
import styles from "./OrganPanel.module.css";
import type { OrganSession } from "./organSession";
import { StandIn } from "./PaneOrgans";
import { Runs } from "./Runs";

/** The organs by system, with everything that can be done to how they look; before there are any, how to get them. */
export function ListTab({ session }: { session: OrganSession }) {
  const { t } = useTranslation("organs");
  const language = useSpokenLanguage();
  const { store } = session;
  const answer = useStore(store, (state) => state.answer);
  const mapOf = useStore(store, (state) => state.mapOf);
  const solo = useStore(store, (state) => state.look.solo);
  const [search, setSearch] = useState("");
  const searched = useDeferredValue(search);
  const maps = useMemo(() => shownMaps({ answer, mapOf }), [answer, mapOf]);
  const groups = useMemo(
    () => (answer ? grouped(answer, maps, searched, language) : []),
    [answer, maps, searched, language],
  );
  if (!answer) return <p role="status">{t("loading")}</p>;
  const keys = groups.flatMap(({ structures }) => structures.map(({ key }) => key));
  if (maps.every((map) => map === null))
    return (
      <>
        <Runs session={session} answer={answer} />
        <MapList session={session} answer={answer} maps={maps} />
      </>
    );
  return (
    <>
      <Runs session={session} answer={answer} />
      {maps.some((map) => map?.stand_in) && (
        <p className={styles.standIn}>
          <StandIn />
        </p>
      )}
      <LookBar session={session} />
      <div className={styles.find}>
        <input
          type="search"
          value={search}
          placeholder={t("list.search")}
          title={t("list.searchLong")}
          aria-label={t("list.searchLong")}
          onChange={(event) => setSearch(event.target.value)}
        />
        <button
          type="button"
          title={t("list.all")}
          aria-label={t("list.all")}
          onClick={() => store.setState((s) => drawn(s, keys, true))}
        >
          <IconEye size={15} aria-hidden />
        </button>
        <button
          type="button"
          title={t("list.none")}
          aria-label={t("list.none")}
          onClick={() => store.setState((s) => drawn(s, keys, false))}
        >
          <IconEyeOff size={15} aria-hidden />
        </button>
      </div>
      {solo !== null && (
        <button
          type="button"
          className={styles.soloEnd}
          onClick={() => store.setState((s) => soloToggled(s, solo))}
        >
          {t("list.soloEnd", { name: answer.structures[solo]?.name ?? solo })}
        </button>
      )}
      {groups.length === 0 && <p>{t("list.nothing")}</p>}
      <div className={styles.groups}>
        {groups.map((group) => (
          <OrganGroup key={group.key} session={session} group={group} />
        ))}
      </div>
      <MipBar session={session} maps={maps} />
      <MapList session={session} answer={answer} maps={maps} />
    </>
  );
}
