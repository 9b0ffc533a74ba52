import { act, renderHook } from "@testing-library/react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { TimePointDescriptor } from "@/volumes";
import { exampleComparison } from "./exampleComparison";
import type { Scene } from "./scene";
import { useOrgans } from "./useOrgans";

const made = vi.hoisted(() => ({ open: vi.fn(), close: vi.fn(), count: 0 }));
vi.mock("./organs", () => ({
  OrganSession: class {
    open = made.open;
    close = made.close;
    constructor() {
      made.count += 1;
    }
  },
}));

beforeEach(() => {
  made.count = 0;
  made.close.mockClear();
  vi.useFakeTimers();
});
afterEach(() => void vi.useRealTimers());

function scene(state: TimePointDescriptor["state"] = "ready") {
  let resolve = (): void => undefined;
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  const fake = {
    whenBegun: promise,
    picturesAreThere: resolve,
    descriptor: exampleComparison((points) => points.map((point) => ({ ...point, state }))),
    session: { organs: null },
  };
  return fake as typeof fake & Scene;
}
const pass = (ms: number) => act(() => vi.advanceTimersByTimeAsync(ms));

it("brings organs when the first pictures are on the screen, and not before", async () => {
  const found = scene();
  const { result } = renderHook(() => useOrgans(found));
  await pass(10_000);
  expect(result.current).toBeNull();
  found.picturesAreThere();
  await pass(0);
  await vi.waitFor(() => expect(result.current).not.toBeNull());
  expect(found.session.organs).toBe(result.current?.session);
  expect(made.count).toBe(1);
});

it("does not wait for pictures that are still being prepared", async () => {
  const found = scene("preparing");
  const { result } = renderHook(() => useOrgans(found));
  await pass(5000);
  await vi.waitFor(() => expect(result.current).not.toBeNull());
});

it("ends with the page", async () => {
  const found = scene();
  const { result, unmount } = renderHook(() => useOrgans(found));
  found.picturesAreThere();
  await pass(0);
  await vi.waitFor(() => expect(result.current).not.toBeNull());
  unmount();
  expect(made.close).toHaveBeenCalledTimes(1);
  expect(found.session.organs).toBeNull();
});
