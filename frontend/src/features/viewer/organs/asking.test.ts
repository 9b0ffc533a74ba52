import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { OrgansAnswer } from "@/api/organs";
import { organMap, organRun, organsAnswer } from "@/api/sampleOrgans";
import { Refusing, serve } from "@/api/sampleServer";
import { OrganAsking, pauseAfter } from "./asking";

const nothing = organsAnswer([null, null]);
const withRun = (...over: Parameters<typeof organRun>): OrgansAnswer => ({
  ...nothing,
  time_points: [{ ...nothing.time_points[0]!, run: organRun(...over) }, nothing.time_points[1]!],
});

describe("how soon the server is asked again", () => {
  it("is often while something is computed, and at once when it is about to end", () => {
    const predicting = pauseAfter(withRun(), 0);
    const saving = pauseAfter(withRun({ stage: "saving" }), 0);
    expect(saving).toBeLessThanOrEqual(300);
    expect(predicting).toBeGreaterThan(saving);
    expect(predicting).toBeLessThanOrEqual(1000);
  });

  it("is seldom when nothing happens", () => {
    expect(pauseAfter(nothing, 0)).toBeGreaterThanOrEqual(10_000);
    expect(pauseAfter(withRun({ state: "failed" }), 0)).toBeGreaterThanOrEqual(10_000);
  });

  it("is often until the map of a run that has ended is there, but not for ever", () => {
    expect(pauseAfter(withRun({ state: "done" }), 1000)).toBeLessThanOrEqual(300);
    expect(pauseAfter(withRun({ state: "done" }), 600_000)).toBeGreaterThanOrEqual(10_000);
  });

  it("is often until what comes after a map is there: surfaces, labels of the projections", () => {
    const bare = organsAnswer([organMap("a", { surfaces: null })]);
    expect(pauseAfter(bare, 1000)).toBeLessThanOrEqual(2000);
    expect(pauseAfter(bare, 600_000)).toBeGreaterThanOrEqual(10_000);
    expect(pauseAfter(organsAnswer([organMap("a")]), 1000)).toBeGreaterThanOrEqual(10_000);
  });
});

describe("asking for organs", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  const asking = (answers: unknown[]) => {
    const asked = serve({
      "GET /api/organs": () => (answers.length > 1 ? answers.shift() : answers[0]),
    });
    const answer = vi.fn();
    const failed = vi.fn();
    const question = () => ({ examinations: ["e 1", "e2"], maps: ["m"] });
    return { asking: new OrganAsking(question, { answer, failed }), asked, answer, failed };
  };

  it("names the examinations and the chosen maps, and goes on until there is a map", async () => {
    const found = organsAnswer([organMap("a"), null]);
    const { asking: one, asked, answer } = asking([withRun(), withRun({ fraction: 0.9 }), found]);
    one.now();
    await vi.advanceTimersByTimeAsync(5000);
    expect(asked).toEqual(Array(3).fill("GET /api/organs?examination=e%201&examination=e2&map=m"));
    expect(answer).toHaveBeenLastCalledWith(found);
    one.close();
  });

  it("does not tell the same twice", async () => {
    const { asking: one, asked, answer } = asking([withRun()]);
    one.now();
    await vi.advanceTimersByTimeAsync(5000);
    expect(asked.length).toBeGreaterThan(3);
    expect(answer).toHaveBeenCalledTimes(1);
    one.close();
  });

  it("says why there is no answer, and asks again", async () => {
    const {
      asking: one,
      answer,
      failed,
    } = asking([new Refusing(503, { message: "Later." }), nothing]);
    one.now();
    await vi.advanceTimersByTimeAsync(100);
    expect(failed).toHaveBeenLastCalledWith(expect.objectContaining({ sentence: "Later." }));
    await vi.advanceTimersByTimeAsync(60_000);
    expect(answer).toHaveBeenCalledWith(nothing);
    expect(failed).toHaveBeenLastCalledWith(null);
    one.close();
  });

  it("ends with the page", async () => {
    const { asking: one, asked } = asking([withRun()]);
    one.now();
    await vi.advanceTimersByTimeAsync(100);
    one.close();
    const before = asked.length;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(asked.length).toBe(before);
  });
});
