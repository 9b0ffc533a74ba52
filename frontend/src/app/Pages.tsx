import { lazy, Suspense } from "react";
import { Navigate, Route, Routes } from "react-router";
import { CrashBoundary } from "./CrashBoundary";
import { LateCompanions } from "./LateCompanions";
import { loadComparisonPage } from "./lazyPages";
import { SessionGate } from "./SessionGate";

const ComparisonPage = lazy(async () => ({ default: (await loadComparisonPage()).ComparisonPage }));
const LoginPage = lazy(async () => ({
  default: (await import("@/features/login/LoginPage")).LoginPage,
}));
const Shell = lazy(async () => ({ default: (await import("./Shell")).Shell }));
const StudiesPage = lazy(async () => ({
  default: (await import("@/features/studies/StudiesPage")).StudiesPage,
}));
const PatientPage = lazy(async () => ({
  default: (await import("@/features/patient/PatientPage")).PatientPage,
}));
const UploadPage = lazy(async () => ({
  default: (await import("@/features/upload/UploadPage")).UploadPage,
}));

/** Which page belongs to which address. The viewer does not wait for the session: its own request finds out. */
export function Pages() {
  return (
    <CrashBoundary>
      <Suspense fallback={null}>
        <Routes>
          <Route
            path="/compare"
            element={
              <SessionGate eager>
                <ComparisonPage />
                <LateCompanions />
              </SessionGate>
            }
          />
          <Route path="/login" element={<LoginPage />} />
          <Route
            element={
              <SessionGate>
                <Shell />
              </SessionGate>
            }
          >
            <Route path="/studies" element={<StudiesPage />} />
            <Route path="/patients/:key" element={<PatientPage />} />
            <Route path="/upload" element={<UploadPage />} />
          </Route>
          <Route path="*" element={<Navigate to="/studies" replace />} />
        </Routes>
      </Suspense>
    </CrashBoundary>
  );
}
