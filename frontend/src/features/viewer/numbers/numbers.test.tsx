import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { fireEvent, render, screen, waitFor } from "@testing-library/react";
import { beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import type { OrgansAnswer } from "@/api/organs";
import { startTranslation } from "@/i18n";
import { createComparisonStore } from "@/state/comparison";
import { createOrganStore } from "@/state/organs";
import { comparisonStart } from "@/state/start";
import { exampleComparison } from "../exampleComparison";
import type { ViewerSession } from "../session";
import { CourseTab, ValuesTab } from ".";
import { onDark } from "./onDark";
import { sampleStatistics } from "./sampleStatistics";

// What is drawn on its canvas is not looked at here; its table says the same.
vi.mock("./CourseChart", () => ({
  CourseChart: ({ label }: { label: string }) => <div role="img" aria-label={label} />,
}));

beforeAll(() => startTranslation("en"));

const structure = (name: string, german: string, system: string) => ({
  name,
  english: name,
  german,
  system,
  side: null,
  colour: [200, 100, 50] as const,
});
const answer = {
  structures: {
    liver: structure("Liver", "Leber", "abdomen"),
    spleen: structure("Spleen", "Milz", "abdomen"),
  },
  systems: [{ key: "abdomen", name: "Abdomen" }],
  time_points: ["examination-0", "examination-1"].map((examination, at) => ({
    examination,
    run: null,
    shown: `map-${at}`,
    maps: [{ key: `map-${at}`, segments: [] }],
    notices: [],
  })),
} as unknown as OrgansAnswer;

const asked: string[] = [];
const goTo = vi.fn();

beforeEach(() => {
  asked.length = 0;
  goTo.mockReset();
  const answered = async (input: RequestInfo | URL) => {
    asked.push(String(input instanceof Request ? input.url : input));
    return Response.json(sampleStatistics());
  };
  vi.stubGlobal("fetch", answered);
});

function shown(Tab: typeof ValuesTab) {
  const descriptor = exampleComparison();
  const comparison = createComparisonStore(comparisonStart(descriptor));
  const store = createOrganStore();
  store.setState({ answer });
  const organs = {
    store,
    comparison,
    descriptor,
    examinations: ["examination-0", "examination-1"],
    goTo,
  };
  const session = { organs } as unknown as ViewerSession;
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  const element = (tab: typeof ValuesTab) => {
    const Shown = tab;
    return (
      <QueryClientProvider client={client}>
        <Shown session={session} />
      </QueryClientProvider>
    );
  };
  const { container, rerender } = render(element(Tab));
  const part = (selector: string) => container.querySelector<HTMLElement>(selector);
  const cells = (key: string) =>
    [...container.querySelectorAll(`[data-structure="${key}"] td`)].map((cell) => cell.textContent);
  return { comparison, part, cells, show: (tab: typeof ValuesTab) => rerender(element(tab)) };
}

describe("the table of values", () => {
  it("names the unit, each value, its change, and what is in another unit", async () => {
    const { cells, part } = shown(ValuesTab);
    await screen.findByText("Liver");
    expect(part("[data-unit]")?.textContent).toBe("SUVbw");
    expect(cells("liver")).toEqual(["2.00", "3.00!+50 %", "9,000 Bq/ml≠"]);
    expect(cells("spleen")).toEqual(["1.50", "–", "8,000 Bq/ml≠"]);
    // published repeatability of the liver is 15 %
    expect(part('[data-structure="liver"] [data-beyond="true"]')?.textContent).toContain("+50 %");
  });

  it("tells voxels, rule, notices and the source of the band when pointed at", async () => {
    const { part } = shown(ValuesTab);
    await screen.findByText("Liver");
    const about = part('[data-structure="liver"] td:nth-of-type(2) button')?.title ?? "";
    expect(about).toContain("900 voxels");
    expect(about).toContain("without a border of 10 mm");
    expect(about).toContain("The picture cuts the organ.");
    expect(about).toContain("Liver study");
  });

  it("marks what was made with stand-in weights", async () => {
    const { part } = shown(ValuesTab);
    await screen.findByText("Liver");
    expect(part('[data-point="examination-1"] [data-mark="stand-in"]')).not.toBeNull();
    expect(part('[data-point="examination-0"] [data-mark="stand-in"]')).toBeNull();
  });

  it("shows another measure, against the one before, and finds organs in both languages", async () => {
    const { cells, part } = shown(ValuesTab);
    await screen.findByText("Liver");
    const [measure, against] = screen.getAllByRole("combobox") as HTMLSelectElement[];
    fireEvent.change(measure as HTMLElement, { target: { value: "volume" } });
    expect(cells("liver")).toEqual(["1,500", "1,650!+10 %", "1,500±0.0 %"]);
    fireEvent.change(against as HTMLElement, { target: { value: "previous" } });
    expect(cells("liver")[2]).toBe("1,500−9.1 %");
    fireEvent.change(measure as HTMLElement, { target: { value: "hu_mean" } });
    expect(cells("liver")).toEqual(["105 ± 12", "105 ± 12!±0 HU", "105 ± 12±0 HU"]);
    fireEvent.change(screen.getByRole("searchbox"), { target: { value: "milz" } });
    await waitFor(() => expect(part('[data-structure="liver"]')).toBeNull());
    expect(part('[data-structure="spleen"]')).not.toBeNull();
  });

  it("takes all columns to the organ of the cell, in that examination", async () => {
    const { part } = shown(ValuesTab);
    await screen.findByText("Liver");
    fireEvent.click(part('[data-structure="liver"] td:nth-of-type(2) button') as HTMLElement);
    expect(goTo).toHaveBeenCalledWith("liver", 1);
  });

  it("is asked again in the normalisation of the switch, and saved as a table in it", async () => {
    const { comparison, part } = shown(ValuesTab);
    await screen.findByText("Liver");
    expect(asked[0]).toContain("normalisation=bw");
    comparison.setState({ normalisation: "lbm" });
    await waitFor(() => expect(asked.at(-1)).toContain("normalisation=lbm"));
    expect(part("a[download]")?.getAttribute("href")).toMatch(
      /examination=examination-0&.*normalisation=lbm&format=csv/,
    );
  });
});

describe("the course", () => {
  it("draws what was chosen in the table, too", async () => {
    const { show } = shown(ValuesTab);
    await screen.findByText("Spleen");
    fireEvent.click(screen.getByLabelText("Spleen: Draw this organ's course"));
    show(CourseTab);
    const chart = await screen.findByRole("img");
    expect(chart.getAttribute("aria-label")).toBe("SUVbw mean against days for Liver, Spleen");
  });

  it("draws the liver at first, says what it leaves out and where its band is from", async () => {
    const { part } = shown(CourseTab);
    const chart = await screen.findByRole("img");
    expect(chart.getAttribute("aria-label")).toBe("SUVbw mean against days for Liver");
    expect(part('[data-note="units"]')?.textContent).toContain("T3");
    expect(part('[data-note="band"]')?.textContent).toContain("Liver study");
    const rows = [...(part("[data-course-table] tbody")?.querySelectorAll("td") ?? [])];
    expect(rows.map((cell) => cell.textContent)).toEqual(["2.00", "3.00", "–"]);
    fireEvent.click(rows[1]?.querySelector("button") as HTMLElement);
    expect(goTo).toHaveBeenCalledWith("liver", 1);
  });

  it("says where no repeatability is known", async () => {
    shown(CourseTab);
    fireEvent.click(await screen.findByLabelText("Spleen"));
    const [measure] = screen.getAllByRole("combobox") as HTMLSelectElement[];
    fireEvent.change(measure as HTMLElement, { target: { value: "volume" } });
    expect(screen.getByText(/no published repeatability is known/)).not.toBeNull();
  });
});

describe("the colour of a curve", () => {
  it("is the organ's own where that can be seen on the dark ground, else a lighter one", () => {
    expect(onDark([240, 200, 120])).toBe("rgb(240 200 120)");
    const [red = 0, green = 0, blue = 0] = (onDark([40, 20, 5]).match(/\d+/g) ?? []).map(Number);
    expect(Math.min(red, green, blue)).toBeGreaterThan(100);
    expect(red).toBeGreaterThan(blue);
  });
});
