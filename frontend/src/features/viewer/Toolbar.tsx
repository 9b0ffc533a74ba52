import {
  IconArrowLeft,
  IconArrowsMaximize,
  IconArrowsMove,
  IconContrastFilled,
  IconCrosshair,
  IconHandStop,
  IconHelp,
  IconLungs,
  IconPlayerPauseFilled,
  IconRotate360,
  IconZoomIn,
} from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useStore } from "zustand";
import { formatDate, formatPersonName } from "@/components/formats";
import { useSpokenLanguage } from "@/components/useSpokenLanguage";
import {
  contentToggled,
  fittedAgain,
  organPanelToggled,
  planeChosen,
  presetChosen,
} from "@/state/changes";
import { type ComparisonStore, TOOLS, type Tool } from "@/state/comparison";
import {
  PLANES,
  presetOf,
  ROW_CONTENTS,
  ROW_PRESETS,
  type RowPreset,
  turns,
} from "@/state/presets";
import type { ComparisonDescriptor } from "@/volumes";
import { LanguageButton } from "./LanguageButton";
import { LookControls } from "./LookControls";
import { OverlayControls } from "./OverlayControls";
import styles from "./Toolbar.module.css";

interface Props {
  readonly store: ComparisonStore;
  readonly descriptor: ComparisonDescriptor;
  readonly openHelp: () => void;
  readonly askAgain: () => void;
}

const TOOL_ICONS: Record<Tool, typeof IconCrosshair> = {
  crosshair: IconCrosshair,
  window: IconContrastFilled,
  pan: IconHandStop,
  zoom: IconZoomIn,
  shift: IconArrowsMove,
};
const TOOL_KEYS: Record<Tool, string> = {
  crosshair: "Q",
  window: "W",
  pan: "P",
  zoom: "Z",
  shift: "M",
};

function Patient({ patient }: { patient: ComparisonDescriptor["patient"] }) {
  const { t } = useTranslation("viewer");
  const language = useSpokenLanguage();
  return (
    <div className={styles.patient}>
      <Link
        to={`/patients/${encodeURIComponent(patient.key)}`}
        title={t("back")}
        aria-label={t("back")}
      >
        <IconArrowLeft size={18} aria-hidden />
      </Link>
      <div>
        <b>{formatPersonName(patient.name) || "–"}</b>
        <span>
          {patient.id || "–"} · *{formatDate(patient.birth_date, language) ?? "–"}
        </span>
      </div>
    </div>
  );
}

function Rows({ store }: { store: ComparisonStore }) {
  const { t } = useTranslation("viewer");
  const rows = useStore(store, (state) => state.rows);
  const plane = useStore(store, (state) => state.plane);
  const preset = presetOf(rows, plane);
  return (
    <>
      <select
        className={styles.layout}
        aria-label={t("layout")}
        title={t("layout")}
        value={preset ?? ""}
        onChange={(event) =>
          store.setState((state) => presetChosen(state, event.target.value as RowPreset))
        }
      >
        {preset === null && <option value="">{t("ownLayout")}</option>}
        {ROW_PRESETS.map((name) => (
          <option key={name} value={name}>
            {t(`layouts.${name}`)}
          </option>
        ))}
      </select>
      <fieldset className={styles.group} aria-label={t("rows")} title={t("rows")}>
        {ROW_CONTENTS.map((content) => (
          <button
            key={content}
            type="button"
            aria-pressed={rows.some((row) => row.content === content)}
            onClick={() => store.setState((state) => contentToggled(state, content))}
          >
            {t(`content.${content}`)}
          </button>
        ))}
      </fieldset>
      <fieldset className={styles.group} aria-label={t("planes.label")}>
        {PLANES.map((name) => (
          <button
            key={name}
            type="button"
            aria-pressed={rows.every((row) => turns(row.content) || row.plane === name)}
            onClick={() => store.setState((state) => planeChosen(state, name))}
          >
            {t(`planes.${name}`)}
          </button>
        ))}
      </fieldset>
    </>
  );
}

function Tools({ store }: { store: ComparisonStore }) {
  const { t } = useTranslation("viewer");
  const tool = useStore(store, (state) => state.tool);
  const playing = useStore(store, (state) => state.mipPlaying);
  const play = playing ? t("pause") : t("play");
  return (
    <>
      <fieldset className={styles.group} aria-label={t("tools.label")}>
        {TOOLS.map((name) => {
          const Icon = TOOL_ICONS[name];
          const text = `${t(`tools.${name}`)} (${TOOL_KEYS[name]})`;
          return (
            <button
              key={name}
              type="button"
              title={text}
              aria-label={text}
              aria-pressed={tool === name}
              onClick={() => store.setState({ tool: name })}
            >
              <Icon size={16} aria-hidden />
            </button>
          );
        })}
      </fieldset>
      <div className={styles.group}>
        <button
          type="button"
          title={play}
          aria-label={play}
          aria-pressed={playing}
          onClick={() => store.setState({ mipPlaying: !playing })}
        >
          {playing ? (
            <IconPlayerPauseFilled size={16} aria-hidden />
          ) : (
            <IconRotate360 size={16} aria-hidden />
          )}
        </button>
        <button
          type="button"
          title={`${t("fit")} (0)`}
          aria-label={t("fit")}
          onClick={() => store.setState(fittedAgain)}
        >
          <IconArrowsMaximize size={16} aria-hidden />
        </button>
      </div>
    </>
  );
}

function OrganButton({ store }: { store: ComparisonStore }) {
  const { t } = useTranslation("viewer");
  const open = useStore(store, (state) => state.organPanel);
  return (
    <button
      type="button"
      className={styles.organs}
      data-opens="organs"
      title={`${t("organs.title")} (L)`}
      aria-pressed={open}
      onClick={() => store.setState(organPanelToggled)}
    >
      <IconLungs size={15} aria-hidden /> {t("organs.button")}
    </button>
  );
}

/** One or two lines of tools, as the width allows. */
export function Toolbar({ store, descriptor, openHelp, askAgain }: Props) {
  const { t } = useTranslation("viewer");
  const overlayShown = useStore(store, (state) =>
    state.rows.some((row) => row.content === "overlay"),
  );
  return (
    <div className={styles.toolbar} role="toolbar" aria-label={t("toolbar")}>
      <Patient patient={descriptor.patient} />
      <Rows store={store} />
      <Tools store={store} />
      <LookControls store={store} />
      {overlayShown && <OverlayControls store={store} descriptor={descriptor} />}
      <OrganButton store={store} />
      <div className={styles.corner}>
        <LanguageButton askAgain={askAgain} />
        <button
          type="button"
          title={`${t("help.open")} (?)`}
          aria-label={t("help.open")}
          onClick={openHelp}
        >
          <IconHelp size={18} aria-hidden />
        </button>
      </div>
    </div>
  );
}
