import { afterEach, describe, expect, it, vi } from "vitest";
import { fetchComparison } from "./comparison";
import {
  type ComparisonQuestion,
  comparisonAddress,
  comparisonPath,
  questionInSearch,
  startEarlyComparison,
  takeEarlyComparison,
} from "./earlyComparison";

const answer = (body: unknown) =>
  Promise.resolve(new Response(JSON.stringify(body), { status: 200 }));

const question = (examinations: string[], series: string[] = []): ComparisonQuestion => {
  return { examinations, series };
};

afterEach(() => {
  takeEarlyComparison("");
  vi.unstubAllGlobals();
});

describe("the question asked before the application has loaded", () => {
  it("names up to four examinations of the address", () => {
    expect(questionInSearch("?e=a&e=b&x=1&e=c&e=d&e=e")).toEqual(question(["a", "b", "c", "d"]));
    expect(comparisonAddress(question(["a", "b&c"]))).toBe(
      "/api/comparisons?examination=a&examination=b%26c",
    );
  });

  it("names the series that are to be shown instead of an examination's own", () => {
    expect(questionInSearch("?e=a&s=x&s=y")).toEqual(question(["a"], ["x", "y"]));
    expect(comparisonAddress(question(["a"], ["x"]))).toBe(
      "/api/comparisons?examination=a&series=x",
    );
    expect(comparisonPath(question(["a", "b"], ["x"]))).toBe("/compare?e=a&e=b&s=x");
  });

  it("does not answer for other series", async () => {
    const fetched = vi.fn(() => answer({}));
    vi.stubGlobal("fetch", fetched);
    startEarlyComparison({ pathname: "/compare", search: "?e=a&s=x" });
    await fetchComparison(question(["a"]));
    expect(fetched).toHaveBeenCalledTimes(2);
  });

  it("is only asked on the viewer's address", () => {
    const fetched = vi.fn(() => answer({}));
    vi.stubGlobal("fetch", fetched);
    expect(startEarlyComparison({ pathname: "/studies", search: "?e=a" })).toBe(false);
    expect(fetched).not.toHaveBeenCalled();
    expect(startEarlyComparison({ pathname: "/compare", search: "?e=a" })).toBe(true);
    expect(fetched).toHaveBeenCalledTimes(1);
  });

  it("answers the viewer without a second request, once", async () => {
    const fetched = vi.fn(() => answer({ time_points: [] }));
    vi.stubGlobal("fetch", fetched);
    startEarlyComparison({ pathname: "/compare", search: "?e=a&e=b" });
    expect(await fetchComparison(question(["a", "b"]))).toEqual({ time_points: [] });
    expect(fetched).toHaveBeenCalledTimes(1);
    await fetchComparison(question(["a", "b"]));
    expect(fetched).toHaveBeenCalledTimes(2);
  });

  it("does not answer for other examinations", async () => {
    const fetched = vi.fn(() => answer({}));
    vi.stubGlobal("fetch", fetched);
    startEarlyComparison({ pathname: "/compare", search: "?e=a" });
    await fetchComparison(question(["b"]));
    expect(fetched).toHaveBeenLastCalledWith(
      "/api/comparisons?examination=b",
      expect.objectContaining({ credentials: "same-origin" }),
    );
  });
});
