import { IconX } from "@tabler/icons-react";
import { lazy, Suspense, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { ApiFailure } from "@/api/failure";
import { FailureNote } from "@/components/FailureNote";
import { ListTab } from "./ListTab";
import styles from "./OrganPanel.module.css";
import type { OrganSession } from "./organSession";

const ValuesTab = lazy(async () => ({ default: (await import("../numbers")).ValuesTab }));
const CourseTab = lazy(async () => ({ default: (await import("../numbers")).CourseTab }));

const TABS = ["list", "values", "course"] as const;
type Tab = (typeof TABS)[number];

/** Beside the pictures: the organs as a list, their values as a table, their course over time. */
export default function OrganPanel({ session }: { session: OrganSession }) {
  const { t } = useTranslation("organs");
  const [tab, setTab] = useState<Tab>("list");
  const [failure, setFailure] = useState<ApiFailure | null>(null);
  const tabs = useRef<HTMLDivElement>(null);
  const close = () => {
    session.comparison.setState({ organPanel: false });
    // The focus goes back to what opened this.
    document.querySelector<HTMLElement>('[data-opens="organs"]')?.focus();
  };
  useEffect(() => {
    session.onFailure = setFailure;
    session.ask();
    return () => {
      session.onFailure = () => undefined;
    };
  }, [session]);

  const step = (by: number) => {
    const next = TABS[(TABS.indexOf(tab) + by + TABS.length) % TABS.length];
    setTab(next);
    tabs.current?.querySelector<HTMLElement>(`[data-tab="${next}"]`)?.focus();
  };
  return (
    <aside className={styles.panel} data-shows={tab} aria-label={t("title")}>
      <header className={styles.head}>
        <div ref={tabs} className={styles.tabs} role="tablist" aria-label={t("tabs.label")}>
          {TABS.map((name) => (
            <button
              key={name}
              type="button"
              role="tab"
              id={`organ-tab-${name}`}
              data-tab={name}
              aria-selected={tab === name}
              aria-controls="organ-tab-panel"
              tabIndex={tab === name ? 0 : -1}
              onClick={() => setTab(name)}
              onKeyDown={(event) => {
                const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
                if (!by) return;
                // The arrow keys turn the MIP elsewhere.
                event.preventDefault();
                event.stopPropagation();
                step(by);
              }}
            >
              {t(`tabs.${name}`)}
            </button>
          ))}
        </div>
        <button type="button" title={`${t("close")} (L)`} aria-label={t("close")} onClick={close}>
          <IconX size={15} aria-hidden />
        </button>
      </header>
      <FailureNote failure={failure} />
      <div
        className={styles.body}
        role="tabpanel"
        id="organ-tab-panel"
        aria-labelledby={`organ-tab-${tab}`}
      >
        {tab === "list" && <ListTab session={session} />}
        {/* Tables and curves come when somebody looks at them. */}
        <Suspense fallback={<p role="status">{t("loading")}</p>}>
          {tab === "values" && <ValuesTab session={session.scene.session} />}
          {tab === "course" && <CourseTab session={session.scene.session} />}
        </Suspense>
      </div>
    </aside>
  );
}
