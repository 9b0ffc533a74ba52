import { screen, waitFor } from "@testing-library/react";
import { afterEach, describe, expect, it, vi } from "vitest";
import { ApiFailure } from "@/api/failure";
import { serve } from "@/api/sampleServer";
import { renderAt } from "@/components/sampleFrame";
import { disturbanceOf } from "./disturbance";
import { StatusBanner } from "./StatusBanner";

const well = {
  archive: "up",
  worker: "up",
  arriving: 0,
  preparing: [],
  dicom: null,
  version: "1",
} as const;
const status = (over: Partial<Record<"archive" | "worker", "up" | "down">> = {}) => ({
  ...well,
  preparing: [],
  ...over,
});

afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

describe("what is disturbed", () => {
  it("is nothing while all answer, or nobody has answered yet", () => {
    expect(disturbanceOf(status(), null)).toBeNull();
    expect(disturbanceOf(undefined, null)).toBeNull();
  });

  it("is the process that is down", () => {
    expect(disturbanceOf(status({ archive: "down" }), null)).toBe("archive");
    expect(disturbanceOf(status({ worker: "down" }), null)).toBe("worker");
    expect(disturbanceOf(status({ archive: "down", worker: "down" }), null)).toBe(
      "archiveAndWorker",
    );
  });

  it("is the server when it is away, but not when it wants a login", () => {
    expect(disturbanceOf(status(), new ApiFailure("unreachable", 0))).toBe("server");
    expect(disturbanceOf(status(), new ApiFailure("not-logged-in", 401))).toBeNull();
  });
});

it("says that the worker is down, and takes it back by itself when it has come up again", async () => {
  vi.useFakeTimers({ shouldAdvanceTime: true });
  let worker: "up" | "down" = "down";
  serve({ "GET /api/status": () => status({ worker }) });
  renderAt("/", <StatusBanner />);
  await screen.findByText("Images are not being prepared at the moment.");
  worker = "up";
  await vi.advanceTimersByTimeAsync(2_500);
  await waitFor(() => expect(screen.getByRole("status").textContent).toBe(""));
});

it("says that the server is away, and recovers", async () => {
  vi.useFakeTimers({ shouldAdvanceTime: true });
  serve({});
  renderAt("/", <StatusBanner />);
  await screen.findByText("The server does not answer.");
  serve({ "GET /api/status": () => status() });
  await vi.advanceTimersByTimeAsync(2_500);
  await waitFor(() => expect(screen.getByRole("status").textContent).toBe(""));
});
