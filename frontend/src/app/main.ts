// The entry stays tiny: on the viewer's address its question, its voxels and its first pictures are under way before
// React has arrived, and the page follows when they are on the screen.
import { startEarlyComparison } from "@/api/earlyComparison";
import { loadComparisonPage } from "./lazyPages";

/** Where the pictures take longer (a slow network, a tab that nobody looks at) the page does not wait for them. */
const longestHeadStart_ms = 1_000;

function start(): void {
  void import("./start");
}

if (startEarlyComparison(window.location)) {
  const pictures = import("@/features/viewer/beginning").then(({ beginEarly }) =>
    beginEarly(window.location),
  );
  const late = new Promise<void>((resolve) => setTimeout(resolve, longestHeadStart_ms));
  const page = () => {
    void loadComparisonPage();
    start();
  };
  void Promise.race([pictures, late]).then(page, page);
} else {
  start();
}
