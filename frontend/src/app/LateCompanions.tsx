import { lazy, Suspense, useEffect, useState } from "react";

const StatusBanner = lazy(async () => ({
  default: (await import("@/features/status/StatusBanner")).StatusBanner,
}));

const afterTheFirstPicture_ms = 2_000;

/** What the viewer has beside it but does not wait for. */
export function LateCompanions() {
  const [due, setDue] = useState(false);
  useEffect(() => {
    const timer = window.setTimeout(() => setDue(true), afterTheFirstPicture_ms);
    return () => window.clearTimeout(timer);
  }, []);
  if (!due) return null;
  return (
    <Suspense fallback={null}>
      <StatusBanner floating />
    </Suspense>
  );
}
