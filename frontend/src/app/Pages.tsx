import { lazy, Suspense } from "react";
import { Navigate, Route, Routes } from "react-router";
import { loadComparisonPage } from "./lazyPages";

const ComparisonPage = lazy(async () => ({ default: (await loadComparisonPage()).ComparisonPage }));

/** Which page belongs to which address. */
export function Pages() {
  return (
    <Suspense fallback={null}>
      <Routes>
        <Route path="/compare" element={<ComparisonPage />} />
        <Route path="*" element={<Navigate to="/studies" replace />} />
        <Route path="/studies" element={null} />
      </Routes>
    </Suspense>
  );
}
