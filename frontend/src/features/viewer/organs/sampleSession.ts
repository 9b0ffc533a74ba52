import { vi } from "vitest";
import type { OrgansAnswer } from "@/api/organs";
import { startTranslation } from "@/i18n";
import { addOrganWords } from "@/i18n/later/organs";
import { createComparisonStore } from "@/state/comparison";
import { createOrganStore, shownMaps } from "@/state/organs";
import { comparisonStart } from "@/state/start";
import { exampleComparison } from "../exampleComparison";
import type { OrganSession } from "./organSession";

/** Two time points, without a graphics card: what is asked of it is remembered in `goTo` and `ask`. */
export function sampleSession(answer: OrgansAnswer, language: "en" | "de" = "de") {
  startTranslation(language);
  addOrganWords();
  const descriptor = exampleComparison();
  const store = createOrganStore();
  store.setState({ answer });
  const fake = {
    store,
    descriptor,
    comparison: createComparisonStore(comparisonStart(descriptor)),
    maps: () => shownMaps(store.getState()),
    pictures: { projections: { of: () => null } },
    layers: { mip: () => ({}), slice: () => undefined, surfaces: () => "noOrgans" },
    subscribe: store.subscribe,
    goTo: vi.fn(),
    ask: vi.fn(),
  };
  return fake as typeof fake & OrganSession;
}
