import { fireEvent, screen, waitFor } from "@testing-library/react";
import { afterEach, expect, it, vi } from "vitest";
import { patient, session } from "@/api/sampleAnswers";
import { serve } from "@/api/sampleServer";
import { renderAt } from "@/components/sampleFrame";
import { StudiesPage } from "./StudiesPage";

afterEach(() => vi.unstubAllGlobals());

const everybody = [
  patient("a", "Abel^Anna"),
  patient("b", "Bruhn^Bert"),
  patient("c", "Cohn^Clara"),
];

function serveStudies() {
  return serve({
    "GET /api/studies": (address) => {
      const wanted = (address.searchParams.get("search") ?? "").toLowerCase();
      const patients = everybody.filter(({ name }) => name.toLowerCase().includes(wanted));
      return { patients, total: patients.length };
    },
    "GET /api/session": () => session(),
    "GET /api/status": () => ({
      archive: "up",
      worker: "up",
      arriving: 0,
      preparing: [],
      version: "1",
    }),
  });
}

it("narrows the list to what was typed, with one request after the typing", async () => {
  const asked = serveStudies();
  renderAt("/studies", <StudiesPage />);
  await screen.findByText("Abel, Anna");
  const field = screen.getByRole("searchbox");
  for (const text of ["b", "br", "bru"]) fireEvent.change(field, { target: { value: text } });
  await waitFor(() => expect(screen.queryByText("Abel, Anna")).toBeNull());
  expect(screen.getByText("Bruhn, Bert")).toBeTruthy();
  expect(asked.filter((line) => line.includes("search=b"))).toEqual([
    "GET /api/studies?search=bru&limit=100",
  ]);
});

it("shows that it is loading until the server has answered for the first time", async () => {
  serveStudies();
  renderAt("/studies", <StudiesPage />);
  expect(screen.getByRole("status", { name: "Loading …" })).toBeTruthy();
  await screen.findByText("Abel, Anna");
  expect(screen.queryByRole("status", { name: "Loading …" })).toBeNull();
});

it("opens the patient that the arrow keys have marked", async () => {
  serveStudies();
  renderAt("/studies", <StudiesPage />);
  await screen.findByText("Abel, Anna");
  const field = screen.getByRole("searchbox");
  fireEvent.keyDown(field, { key: "ArrowDown" });
  fireEvent.keyDown(field, { key: "ArrowDown" });
  expect(field.getAttribute("aria-activedescendant")).toBe("patient-b");
  fireEvent.keyDown(field, { key: "Enter" });
  expect(screen.getByTestId("address").textContent).toBe("/patients/b");
});

it("opens the only patient found at Enter, and none where there are several", async () => {
  serveStudies();
  renderAt("/studies", <StudiesPage />);
  await screen.findByText("Abel, Anna");
  const field = screen.getByRole("searchbox");
  fireEvent.keyDown(field, { key: "Enter" });
  expect(screen.getByTestId("address").textContent).toBe("/studies");
  fireEvent.change(field, { target: { value: "clara" } });
  await waitFor(() => expect(screen.queryByText("Abel, Anna")).toBeNull());
  fireEvent.keyDown(field, { key: "Enter" });
  expect(screen.getByTestId("address").textContent).toBe("/patients/c");
});

it("says how images get in while there are none", async () => {
  serve({
    "GET /api/studies": () => ({ patients: [], total: 0 }),
    "GET /api/session": () => session(),
    "GET /api/status": () => ({
      archive: "up",
      worker: "up",
      arriving: 0,
      preparing: [],
      version: "1",
      dicom: { aet: "TOTALPETVIEW", port: 4242 },
    }),
  });
  renderAt("/studies", <StudiesPage />);
  await screen.findByRole("link", { name: "Upload files" });
  await screen.findByText(/AE title TOTALPETVIEW, port 4242/);
  expect(screen.getByText("totalpetview import PATH …")).toBeTruthy();
});
