import { afterEach, describe, expect, it, vi } from "vitest";
import { fetchComparison } from "./comparison";
import {
  comparisonAddress,
  examinationsInSearch,
  startEarlyComparison,
  takeEarlyComparison,
} from "./earlyComparison";

const answer = (body: unknown) =>
  Promise.resolve(new Response(JSON.stringify(body), { status: 200 }));

afterEach(() => {
  takeEarlyComparison([]);
  vi.unstubAllGlobals();
});

describe("the question asked before the application has loaded", () => {
  it("names up to four examinations of the address", () => {
    expect(examinationsInSearch("?e=a&e=b&x=1&e=c&e=d&e=e")).toEqual(["a", "b", "c", "d"]);
    expect(comparisonAddress(["a", "b&c"])).toBe(
      "/api/comparisons?examination=a&examination=b%26c",
    );
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
    expect(await fetchComparison(["a", "b"])).toEqual({ time_points: [] });
    expect(fetched).toHaveBeenCalledTimes(1);
    await fetchComparison(["a", "b"]);
    expect(fetched).toHaveBeenCalledTimes(2);
  });

  it("does not answer for other examinations", async () => {
    const fetched = vi.fn(() => answer({}));
    vi.stubGlobal("fetch", fetched);
    startEarlyComparison({ pathname: "/compare", search: "?e=a" });
    await fetchComparison(["b"]);
    expect(fetched).toHaveBeenLastCalledWith(
      "/api/comparisons?examination=b",
      expect.objectContaining({ credentials: "same-origin" }),
    );
  });
});
