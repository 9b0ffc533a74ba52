import { render, screen } from "@testing-library/react";
import { beforeAll, describe, expect, it } from "vitest";
import { startTranslation } from "@/i18n";
import { createComparisonStore } from "@/state/comparison";
import type { Row } from "@/state/presets";
import { comparisonStart } from "@/state/start";
import type { TimePointDescriptor } from "@/volumes";
import { ColumnHead } from "./ColumnHead";
import { exampleComparison } from "./exampleComparison";
import { Marks } from "./Marks";
import { Preparing } from "./Preparing";
import type { ShownValue } from "./useValues";

beforeAll(() => startTranslation("en"));

const fused: Row = { id: "row", content: "fused", plane: "axial" };
const [, second] = exampleComparison().time_points;

function marks(change: Partial<TimePointDescriptor>, row: Row = fused): string[] {
  const { container } = render(
    <Marks timePoint={{ ...second, ...change }} row={row} normalisation="bw" />,
  );
  return [...container.querySelectorAll("[data-mark]")].map(
    (mark) => mark.getAttribute("data-mark") ?? "",
  );
}

describe("marks on a picture", () => {
  it("are none where nothing is wrong", () => {
    expect(marks({})).toEqual([]);
  });

  it("tell where PET and CT do not share a frame of reference", () => {
    expect(marks({ pet_ct_share_frame: false })).toEqual(["frame"]);
  });

  it("tell where a value is not SUV, with the reason", () => {
    if (!second.pet) throw new Error("the example has a PET");
    const why = "The scanner gives counts that are not calibrated.";
    const bw = { unit: "SUVbw", factor: null, refusal: why };
    const normalisations = { ...second.pet.normalisations, bw };
    const pet = { ...second.pet, normalisations, stored_unit: "proportional counts" };
    expect(marks({ pet })).toEqual(["unit"]);
    expect(screen.getByTitle(new RegExp(why))).toBeTruthy();
  });

  it("tell where a PET is not corrected for attenuation, or nobody knows", () => {
    if (!second.pet) throw new Error("the example has a PET");
    expect(marks({ pet: { ...second.pet, attenuation_corrected: false } })).toEqual(["nac"]);
    expect(marks({ pet: { ...second.pet, attenuation_corrected: null } })).toEqual(["ac-unknown"]);
  });

  it("say nothing about the PET on a picture that shows none", () => {
    const ct: Row = { ...fused, content: "ct" };
    expect(marks({ pet_ct_share_frame: false }, ct)).toEqual([]);
  });
});

describe("a time point that is not ready", () => {
  function preparing(change: Partial<TimePointDescriptor>, row: Row = fused) {
    const timePoint = { ...second, ...change };
    render(<Preparing timePoint={timePoint} row={row} column={null} askAgain={() => undefined} />);
  }

  it("leaves a CT that is there alone, and names the PET that is missing over it", () => {
    const change = { pet: null, mip: null, state: "preparing", progress: 0.5 } as const;
    preparing(change, { ...fused, content: "ct" });
    expect(screen.queryByRole("status")).toBeNull();
    preparing(change);
    expect(screen.getByRole("status").textContent).toContain("PET: ");
    expect(screen.getByRole("status").dataset.lack).toBe("part");
  });

  it("shows how far it is", () => {
    preparing({ ct: null, state: "preparing", progress: 0.43 });
    expect(screen.getByRole("status").textContent).toContain("43 %");
  });

  it("shows the sentence that says what went wrong", () => {
    const text = "Slice 17 is missing.";
    const notices = [{ code: "missing-slice", text }];
    preparing({ ct: null, state: "failed", notices });
    expect(screen.getByText(text)).toBeTruthy();
  });
});

describe("the head of a column", () => {
  function head(value: ShownValue, change: Partial<TimePointDescriptor> = {}) {
    const store = createComparisonStore(comparisonStart(exampleComparison()));
    const { container } = render(
      <ColumnHead
        timePoint={{ ...second, ...change }}
        column={1}
        store={store}
        value={value}
        keepShift={() => undefined}
        shiftFailed={false}
      />,
    );
    return container;
  }
  const value = { hu: -812, pet: 2.345, pet_unit: "SUVbw" };
  const shown = (container: Element, name: string) =>
    container.querySelector(`[data-value="${name}"]`)?.textContent;

  it("says what is known of the examination and that the rest is unknown", () => {
    const text = head({ value, stale: false }, { weight_kg: null, tracer: null }).textContent;
    for (const part of [
      "T2",
      "5 Jan 2026",
      "day 30",
      "60 min p.i.",
      "weight unknown",
      "tracer unknown",
    ]) {
      expect(text).toContain(part);
    }
    expect(text).toContain("by body centre");
  });

  it("offers what the server has to say about the examination", () => {
    const notices = [{ code: "n", text: "Two slices were there twice." }];
    head({ value, stale: false }, { notices });
    expect(screen.getByRole("note").title).toBe("Two slices were there twice.");
  });

  it("tells a shift by hand once, as it is now", () => {
    const notices = [{ code: "shifted-by-hand", text: "It was shifted by hand." }];
    head({ value, stale: false }, { notices });
    expect(screen.queryByRole("note")).toBeNull();
  });

  it("shows HU and SUV under the crosshair", () => {
    const container = head({ value, stale: false });
    expect(shown(container, "hu")).toBe("−812");
    expect(shown(container, "pet")).toBe("2.35");
  });

  it("shows a dash outside the pictures, never a zero", () => {
    const container = head({ value: { hu: null, pet: null, pet_unit: null }, stale: false });
    expect(shown(container, "hu")).toBe("–");
    expect(shown(container, "pet")).toBe("–");
  });

  it("marks numbers that belong to where the crosshair was", () => {
    const container = head({ value, stale: true });
    expect(container.querySelector("[data-stale='true']")).toBeTruthy();
  });
});
