// The entry stays tiny: on the viewer's address its question, its voxels and its code are under way before React has
// arrived.
import { startEarlyComparison } from "@/api/earlyComparison";
import { loadComparisonPage } from "./lazyPages";

if (startEarlyComparison(window.location)) {
  void import("@/features/viewer/beginning").then(({ beginEarly }) => beginEarly(window.location));
  void loadComparisonPage();
}
void import("./start");
