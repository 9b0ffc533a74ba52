import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { fireEvent, render, screen, waitFor } from "@testing-library/react";
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import type { SuvReport as Report } from "@/api/types";
import { startTranslation } from "@/i18n";
import { exampleComparison } from "./exampleComparison";
import { SuvButton } from "./SuvButton";
import SuvReport from "./SuvReport";
import { entered, wantedChanges } from "./suvCorrections";
import { valueText } from "./suvWords";

beforeAll(() => startTranslation("en"));

const withheld = (unit: string) => ({ unit, factor: null, refusal: `No height: no ${unit}.` });
const report: Report = {
  series: "series-of-pet-0",
  stored_unit: "Bq/ml",
  normalisations: {
    bw: { unit: "SUVbw", factor: 0.00042111, refusal: null },
    lbm: withheld("SUVlbm"),
    lbmjames: withheld("SUVlbm (James)"),
    bsa: withheld("SUVbsa"),
    ibw: withheld("SUVibw"),
  },
  rule: { code: "rule", text: "Activity over dose per weight." },
  used: [
    {
      name: "weight_kg",
      value: 80,
      source: "correction",
      tag: "(0010,1030)",
      element: "Patient's Weight",
    },
    {
      name: "dose_bq",
      value: 350e6,
      source: "header",
      tag: "(0018,1074)",
      element: "Radionuclide Total Dose",
    },
  ],
  assumptions: [{ code: "a", text: "The injection was on the day of the scan." }],
  warnings: [{ code: "w", text: "The value map says something else." }],
  uptake_min: 61,
  nuclides: [{ name: "18F", half_life_s: 6586.2 }],
  readable_again: false,
  corrections: { weight_kg: 80 },
  from_header: { dose_mbq: 350 },
  history: [
    {
      at: "2026-03-01T10:00:00+00:00",
      by: "Dr. Muster",
      name: "weight_kg",
      old: null,
      new: 80,
      reason: "weighed on the ward",
    },
  ],
};

const [{ pet }] = exampleComparison().time_points;
const asked: { method: string; address: string; body: string }[] = [];
let rights: string[] = [];

beforeEach(() => {
  asked.length = 0;
  rights = ["read", "correct"];
  vi.stubGlobal("fetch", async (request: Request) => {
    const { pathname, search } = new URL(request.url, "http://localhost");
    asked.push({
      method: request.method,
      address: pathname + search,
      body: request.method === "PUT" ? await request.text() : "",
    });
    const session = { user: { rights }, csrf_token: "t" };
    return Response.json(pathname === "/api/session" ? session : report);
  });
});
afterEach(() => vi.unstubAllGlobals());

async function open() {
  if (!pet) throw new Error("the example has a PET");
  const askAgain = vi.fn();
  const { container } = render(
    <QueryClientProvider client={new QueryClient()}>
      <SuvReport pet={pet} of="T1" askAgain={askAgain} close={() => undefined} />
    </QueryClientProvider>,
  );
  await screen.findByText(report.rule.text);
  const part = (selector: string) => container.querySelector<HTMLElement>(selector);
  return { askAgain, part };
}

describe("where a number comes from", () => {
  it("tells rule, warnings, assumptions, factors and why one is withheld", async () => {
    const { part } = await open();
    expect(part('[data-kind="warnings"]')?.textContent).toContain("The value map says");
    expect(part('[data-kind="assumptions"]')?.textContent).toContain("on the day of the scan");
    expect(part('[data-normalisation="bw"]')?.textContent).toContain("0.00042111");
    expect(part('[data-normalisation="lbm"]')?.textContent).toContain("No height: no SUVlbm.");
  });

  it("tells each value with its unit, its tag, and that a person gave it", async () => {
    const { part } = await open();
    expect(part('[data-source="header"]')?.textContent).toMatch(/350 MBq.*\(0018,1074\)/);
    expect(part('[data-source="correction"]')?.textContent).toMatch(/80 kg.*corrected by hand/);
  });

  it("writes moments in the reader's order", () => {
    expect(valueText("injected_at", "2024-02-29T23:50:10.5", "de")).toBe("29.02.2024 23:50:10");
  });
});

describe("correcting values", () => {
  it("sends what was entered, and asks for the pictures' factors again", async () => {
    const { askAgain, part } = await open();
    await waitFor(() => expect(part('[data-action="save"]')).not.toBeNull());
    const type = (name: string, value: string) =>
      fireEvent.change(part(`[data-field="${name}"] input`) as HTMLElement, { target: { value } });
    type("height_m", "1,65");
    type("injected_at", "2026-03-01 21:05");
    type("reason", "asked the patient");
    fireEvent.click(part('[data-action="save"]') as HTMLElement);
    await waitFor(() => expect(askAgain).toHaveBeenCalledOnce());
    const put = asked.find(({ method }) => method === "PUT");
    expect(put?.address).toBe("/api/series/series-of-pet-0/suv-corrections");
    expect(JSON.parse(put?.body ?? "")).toEqual({
      height_m: 1.65,
      injected_at: "2026-03-01T21:05:00",
      reason: "asked the patient",
    });
  });

  it("takes one value back, and tells who entered it", async () => {
    const { askAgain, part } = await open();
    await waitFor(() => expect(part('[data-action="undo"]')).not.toBeNull());
    expect(part("[data-history]")?.textContent).toContain(
      "Dr. Muster · Weight: header → 80 kg · “weighed on the ward”",
    );
    fireEvent.click(part('[data-field="weight_kg"] [data-action="undo"]') as HTMLElement);
    await waitFor(() => expect(askAgain).toHaveBeenCalledOnce());
    expect(asked.find(({ method }) => method === "DELETE")?.address).toBe(
      "/api/series/series-of-pet-0/suv-corrections?name=weight_kg",
    );
  });

  it("is not offered without the right, the history is", async () => {
    rights = ["read"];
    const { part } = await open();
    expect(part("form")).toBeNull();
    expect(part("[data-history]")).not.toBeNull();
  });

  it("asks only for what differs from what is in force", () => {
    const inForce = { weight_kg: 80, injected_at: "2026-03-01T09:03:00.250000" };
    for (const language of ["en", "de"] as const) {
      const now = entered(inForce, language);
      const wanted = (change: object) => wantedChanges({ ...now, ...change }, inForce, language);
      expect(wanted({})).toEqual({ changes: {}, unreadable: [] });
      expect(wanted({ weight_kg: "", dose_mbq: "241" }).changes).toEqual({ dose_mbq: 241 });
    }
  });

  it("says what it cannot read, and sends nothing then", async () => {
    const { part } = await open();
    await waitFor(() => expect(part('[data-action="save"]')).not.toBeNull());
    const moment = part('[data-field="injected_at"] input') as HTMLElement;
    fireEvent.change(moment, { target: { value: "03/01/2026 9:05 PM" } });
    expect(part('form [role="alert"]')?.textContent).toContain("Injected at");
    expect((part('[data-action="save"]') as HTMLButtonElement).disabled).toBe(true);
  });

  it("is marked at the head of the column", () => {
    if (!pet) throw new Error("the example has a PET");
    const corrected = { ...pet, corrected: ["weight_kg", "injected_at"] };
    render(<SuvButton pet={corrected} of="T1" askAgain={() => undefined} />);
    expect(screen.getByText("corrected").title).toBe("Corrected by hand: Weight, Injected at.");
  });
});
