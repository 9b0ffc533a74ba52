import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { fireEvent, render, screen } from "@testing-library/react";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { OrgansAnswer, Segmentation } from "@/api/organs";
import { session as account } from "@/api/sampleAnswers";
import { organRun, organsAnswer } from "@/api/sampleOrgans";
import { type Answer, serve } from "@/api/sampleServer";
import { Runs } from "./Runs";
import { sampleSession } from "./sampleSession";

afterEach(() => vi.unstubAllGlobals());

const possible: Segmentation = {
  available: true,
  why_not: null,
  device: "cpu",
  tasks: [
    {
      key: "total",
      name: "Whole body",
      modes: [
        { key: "fastest", name: "Very fast", weights: "unverified" },
        { key: "fast", name: "Fast", weights: "stand-in" },
        { key: "full", name: "Full", weights: "missing" },
      ],
      licence: "open",
      usable: true,
      why_not: null,
    },
    {
      key: "face",
      name: "Face",
      modes: [],
      licence: "key",
      usable: false,
      why_not: "This task needs a licence key.",
    },
  ],
};
type Rights = NonNullable<Parameters<typeof account>[0]>["rights"];
const nothing = organsAnswer([null, null]);

function shown(
  answer: OrgansAnswer,
  answers: Record<string, Answer> = {},
  rights: Rights = ["segment"],
) {
  const asked = serve({
    "GET /api/session": () => account({ rights }),
    "GET /api/segmentation": () => possible,
    "GET /api/segmentation/estimate": () => ({ seconds: 100, device: "cpu" }),
    ...answers,
  });
  const session = sampleSession(answer, "en");
  render(
    <QueryClientProvider client={new QueryClient()}>
      <Runs session={session} answer={answer} />
    </QueryClientProvider>,
  );
  return { session, asked };
}
const start = async () => (await screen.findByText("Start")) as HTMLButtonElement;

describe("asking for organs", () => {
  it("begins with all examinations, the weights' state, and how long all of them take", async () => {
    shown(nothing);
    const boxes = await screen.findAllByRole("checkbox");
    expect(boxes.map((box) => (box as HTMLInputElement).checked)).toEqual([true, true]);
    // 2 examinations of 100 s each.
    expect(await screen.findByText(/^About 3 min for 2 examinations/)).toBeTruthy();
    expect(screen.getByText(/Only stand-in weights are installed/)).toBeTruthy();
  });

  it("asks for those that are left, and shows the organs when they are there", async () => {
    let body: unknown;
    const { session } = shown(nothing, {
      "POST /api/segmentations": async (_, request) => {
        body = await request.json();
        return { runs: [] };
      },
    });
    fireEvent.click((await screen.findAllByRole("checkbox"))[0]!);
    fireEvent.click(screen.getByLabelText(/Very fast/));
    await vi.waitFor(async () => expect((await start()).disabled).toBe(false));
    fireEvent.click(await start());
    await vi.waitFor(() => expect(session.ask).toHaveBeenCalled());
    expect(session.comparison.getState().organsShown).toBe(true);
    await vi.waitFor(() =>
      expect(body).toEqual({ examinations: ["examination-1"], task: "total", mode: "fastest" }),
    );
  });

  it("does not start without weights, and says what the server says about a task that cannot run", async () => {
    shown(nothing);
    fireEvent.click(await screen.findByLabelText(/Full/));
    expect((await start()).disabled).toBe(true);
    expect(screen.getByText("The weights for this are not installed.")).toBeTruthy();
    fireEvent.change(screen.getByRole("combobox"), { target: { value: "face" } });
    expect(screen.getByText("This task needs a licence key.")).toBeTruthy();
    expect((await start()).disabled).toBe(true);
  });

  it("says of weights for which nothing speaks that nothing does", async () => {
    shown(nothing);
    fireEvent.click(await screen.findByLabelText(/Very fast/));
    expect(screen.getByText(/Nothing shows that the weights installed for this/)).toBeTruthy();
    expect((await start()).disabled).toBe(false);
  });

  it("needs the right to do so, and says that", async () => {
    shown(nothing, {}, ["read"]);
    expect(await screen.findByText(/needs the right to do so/)).toBeTruthy();
    expect((await start()).disabled).toBe(true);
  });

  it("says why nothing can be computed here", async () => {
    const why_not = { code: "x", text: "TotalSegmentator is not installed." };
    shown(nothing, { "GET /api/segmentation": () => ({ ...possible, available: false, why_not }) });
    expect(await screen.findByText("TotalSegmentator is not installed.")).toBeTruthy();
    expect(screen.queryByText("Start")).toBeNull();
  });
});

describe("a run", () => {
  const running = (over: Parameters<typeof organRun>[0]): OrgansAnswer => ({
    ...nothing,
    time_points: [{ ...nothing.time_points[0]!, run: organRun(over) }, nothing.time_points[1]!],
  });

  it("says its stage, percent and time left, and can be cancelled", async () => {
    const { session, asked } = shown(running({}), {
      "DELETE /api/segmentations/run-1": () => organRun({ state: "cancelled" }),
    });
    expect(screen.getByText("finding organs · 42 % · 35 s left")).toBeTruthy();
    expect(screen.getByRole("progressbar").getAttribute("value")).toBe("42");
    fireEvent.click(await screen.findByLabelText("Cancel the organs of T1"));
    await vi.waitFor(() => expect(session.ask).toHaveBeenCalled());
    expect(asked).toContain("DELETE /api/segmentations/run-1");
  });

  it("that failed says why, and can be tried again", async () => {
    const problem = { code: "no-memory", text: "The machine has too little memory." };
    const { asked, session } = shown(running({ state: "failed", problem }), {
      "POST /api/segmentations/run-1/again": () => organRun({ state: "waiting" }),
    });
    expect(screen.getByText("The machine has too little memory.")).toBeTruthy();
    fireEvent.click(await screen.findByLabelText("Try the organs of T1 again"));
    await vi.waitFor(() => expect(session.ask).toHaveBeenCalled());
    expect(asked).toContain("POST /api/segmentations/run-1/again");
  });

  it("is not for everybody to cancel", async () => {
    shown(running({}), {}, ["read"]);
    await screen.findByText(/finding organs/);
    await new Promise((done) => setTimeout(done, 50));
    expect(screen.queryByText("Cancel")).toBeNull();
  });
});
