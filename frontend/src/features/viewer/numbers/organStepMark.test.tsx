import { fireEvent, render, screen } from "@testing-library/react";
import { beforeAll, describe, expect, it } from "vitest";
import { startTranslation } from "@/i18n";
import { createComparisonStore } from "@/state/comparison";
import { comparisonStart } from "@/state/start";
import { exampleComparison } from "../exampleComparison";
import OrganStepMark from "./OrganStepMark";

beforeAll(() => startTranslation("en"));

const path = (median_mm: number | null) => ({
  at_z_mm: [0, 100],
  shift_mm: [
    [0, 0, 0],
    [0, 0, 10],
  ] as const,
  landmarks: 23,
  quality: {
    median_mm,
    worst_mm: median_mm && 2 * median_mm,
    checked: median_mm === null ? 0 : 12,
  },
});

function shown(median_mm: number | null) {
  const store = createComparisonStore(comparisonStart(exampleComparison()));
  const { container } = render(<OrganStepMark store={store} path={path(median_mm)} />);
  return {
    store,
    text: () => container.textContent,
    about: () => screen.getByRole("button").title,
  };
}

describe("how well a column follows the organs", () => {
  it("is said in mm, with how many landmarks and how far off at most", () => {
    const { text, about } = shown(6.24);
    expect(text()).toContain("±6.2 mm");
    expect(text()).toContain("23 landmarks");
    expect(about()).toContain("in step by organs, 23 landmarks");
    expect(about()).toContain("12 mm at most (12 checks)");
  });

  it("is not made up where it could not be checked", () => {
    const { text } = shown(null);
    expect(text()).toContain("not checked");
    expect(text()).not.toContain("mm");
  });

  it("can be switched off for the whole comparison, and on again", () => {
    const { store, text } = shown(3);
    fireEvent.click(screen.getByRole("button"));
    expect(store.getState().organStep).toBe(false);
    expect(text()).toContain("one fixed shift");
    expect(text()).not.toContain("mm");
    fireEvent.click(screen.getByRole("button"));
    expect(store.getState().organStep).toBe(true);
  });
});
