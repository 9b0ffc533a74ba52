/** Pages that arrive with the first visit to their address. */
export const loadComparisonPage = () => import("@/features/viewer/ComparisonPage");
