import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { fireEvent, render, screen, within } from "@testing-library/react";
import { afterEach, describe, expect, it, vi } from "vitest";
import { session as account } from "@/api/sampleAnswers";
import { organMap, organsAnswer, segment } from "@/api/sampleOrgans";
import { serve } from "@/api/sampleServer";
import { isDrawn } from "@/state/organs";
import { ListTab } from "./ListTab";
import { PaneOrgans } from "./PaneOrgans";
import { sampleSession } from "./sampleSession";

afterEach(() => vi.unstubAllGlobals());

const notice = { code: "cut", text: "Am Bildrand abgeschnitten." };
const first = organMap("a", {
  segments: [
    segment(1, "liver", { volume_ml: 1502.4 }),
    segment(2, "kidney_left", { volume_ml: 155, notices: [notice] }),
    segment(3, "vertebrae_L1"),
  ],
});

function shown(answer = organsAnswer([first, organMap("b", { segments: [segment(1, "liver")] })])) {
  serve({ "GET /api/session": () => account() });
  const session = sampleSession(answer);
  render(
    <QueryClientProvider client={new QueryClient()}>
      <ListTab session={session} />
    </QueryClientProvider>,
  );
  return session;
}
const row = (name: string) => screen.getByText(name).closest("li") as HTMLElement;
const drawnKeys = ({ store }: ReturnType<typeof sampleSession>) =>
  ["liver", "kidney_left", "vertebrae_L1"].filter((key) => isDrawn(store.getState().look, key));

describe("the list of organs", () => {
  it("names them in the reader's language, below their system, with the volume", () => {
    shown();
    expect(screen.getByText("Skelett")).toBeTruthy();
    expect(row("Leber").textContent).toContain("1.502 ml");
    expect(screen.queryByText("Muskeln")).toBeNull();
  });

  it("finds by the English name as well", () => {
    shown();
    fireEvent.change(screen.getByRole("searchbox"), { target: { value: "kidney" } });
    expect(screen.queryByText("Leber")).toBeNull();
    expect(screen.getByText("Linke Niere")).toBeTruthy();
  });

  it("hides, shows and draws alone, one or a whole system", () => {
    const session = shown();
    fireEvent.click(screen.getByLabelText("Leber verbergen"));
    expect(drawnKeys(session)).toEqual(["kidney_left", "vertebrae_L1"]);
    fireEvent.click(screen.getByLabelText("Alle verbergen: Abdomen"));
    expect(drawnKeys(session)).toEqual(["vertebrae_L1"]);
    fireEvent.click(screen.getByLabelText("Alle zeigen: Abdomen"));
    expect(drawnKeys(session)).toHaveLength(3);
    fireEvent.click(screen.getByLabelText("Nur Leber"));
    expect(drawnKeys(session)).toEqual(["liver"]);
    fireEvent.click(screen.getByText(/Nur Leber ist gezeichnet/));
    expect(drawnKeys(session)).toHaveLength(3);
  });

  it("hides and shows all, or what was found", () => {
    const session = shown();
    fireEvent.click(screen.getByLabelText("Alle verbergen"));
    expect(drawnKeys(session)).toEqual([]);
    fireEvent.change(screen.getByRole("searchbox"), { target: { value: "leber" } });
    fireEvent.click(screen.getByLabelText("Alle zeigen"));
    expect(drawnKeys(session)).toEqual(["liver"]);
  });

  it("goes to an organ, and says what was noticed about it and of which examination", () => {
    const session = shown();
    fireEvent.click(screen.getByText("Leber"));
    expect(session.goTo).toHaveBeenCalledWith("liver");
    const kidney = row("Linke Niere");
    fireEvent.click(within(kidney).getByLabelText("1 Hinweis zu Linke Niere"));
    expect(kidney.textContent).toContain("T1 Am Bildrand abgeschnitten.");
    expect(within(row("Leber")).queryByLabelText(/Hinweis/)).toBeNull();
  });

  it("takes another colour", () => {
    const session = shown();
    fireEvent.change(screen.getByLabelText("Farbe von Leber"), { target: { value: "#102030" } });
    expect(session.store.getState().look.colours).toEqual({ liver: [16, 32, 48] });
  });

  it("marks physiological uptake for the MIP with one button, and takes it back with the same", () => {
    const session = shown();
    const button = screen.getByText("Physiologische Aufnahme");
    fireEvent.click(button);
    expect(session.store.getState().look.mipMarked).toEqual(["kidney_left"]);
    expect(button.getAttribute("aria-pressed")).toBe("true");
    fireEvent.click(button);
    expect(session.store.getState().look.mipMarked).toEqual([]);
  });

  it("says where a map comes from, and lets another be chosen", () => {
    const other = organMap("other", { origin: "imported", title: "MOOSE" });
    const answer = organsAnswer([first, null]);
    const [one, two] = answer.time_points;
    const session = shown({ ...answer, time_points: [{ ...one!, maps: [first, other] }, two!] });
    expect(screen.getByText("TotalSegmentator 2.18.0")).toBeTruthy();
    fireEvent.change(screen.getByLabelText("Karte von T1"), { target: { value: "other" } });
    expect(session.store.getState().mapOf).toEqual({ "examination-0": "other" });
  });
});

describe("stand-in weights", () => {
  const standIn = organsAnswer([organMap("a", { stand_in: true }), organMap("b")]);

  it("are named at the head of the list", () => {
    shown(standIn);
    expect(screen.getByText("Ersatzgewichte – nicht für die Diagnose")).toBeTruthy();
  });

  it("are marked on every pane that shows such a map, and on no other", () => {
    const session = sampleSession(standIn, "en");
    session.comparison.setState({ organsShown: true });
    const mark = (
      column: number,
      content: "ct" | "pet" | "fused" | "surface" | "overlay" | "mip",
    ) => {
      const { container, unmount } = render(
        <PaneOrgans session={session} column={column} content={content} />,
      );
      const text = container.textContent;
      unmount();
      return text;
    };
    for (const content of ["ct", "pet", "fused", "overlay", "surface"] as const) {
      expect(mark(0, content), content).toBe("Stand-in weights – not for diagnosis");
      expect(mark(1, content), content).toBe("");
    }
    expect(mark(0, "mip")).toBe("");
    session.comparison.setState({ organsShown: false });
    expect(mark(0, "fused")).toBe("");
    expect(mark(0, "surface")).toContain("not for diagnosis");
  });

  it("are marked on a MIP as soon as organs have changed it, with what is hidden", () => {
    const session = sampleSession(standIn, "en");
    session.store.setState((s) => ({ look: { ...s.look, mipMarked: ["kidney_left"] } }));
    const dimmed = {
      ...session,
      layers: { ...session.layers, mip: () => ({ labels: { labels: "x" } }) },
    };
    const { container } = render(
      <PaneOrgans session={dimmed as unknown as typeof session} column={0} content="mip" />,
    );
    expect(container.textContent).toContain("1 organ dimmed");
    expect(container.textContent).toContain("Stand-in weights – not for diagnosis");
    expect(container.querySelector("[data-mark=mip-organs]")?.getAttribute("title")).toContain(
      "Linke Niere",
    );
  });
});
