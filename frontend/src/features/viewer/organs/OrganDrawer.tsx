import { lazy, Suspense } from "react";
import type { OrganSession } from "./organSession";

const OrganPanel = lazy(() => import("./OrganPanel"));

/** The list beside the pictures, which arrives when somebody first opens it. */
export function OrganDrawer({ session }: { session: OrganSession }) {
  return (
    <Suspense fallback={null}>
      <OrganPanel session={session} />
    </Suspense>
  );
}
