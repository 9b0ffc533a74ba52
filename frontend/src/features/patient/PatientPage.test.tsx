import { fireEvent, screen } from "@testing-library/react";
import { Route, Routes } from "react-router";
import { afterEach, expect, it, vi } from "vitest";
import { examination, patient, series } from "@/api/sampleAnswers";
import { Refusing, serve } from "@/api/sampleServer";
import { renderAt } from "@/components/sampleFrame";
import { PatientPage } from "./PatientPage";

afterEach(() => vi.unstubAllGlobals());

const dates = ["2025-08-19", "2025-11-04", "2026-01-05", "2026-03-05", "2026-06-11"];
const five = dates.map((date, i) => examination(`e${i}`, { acquired_at: `${date}T10:00:00` }));

function open(answer: unknown) {
  const asked = serve({
    "GET /api/patients/p": () => answer,
    "POST /api/series/bad/prepare": () => series("bad", { state: "waiting" }),
    "DELETE /api/series/moving/prepare": () => series("moving", { state: "waiting" }),
  });
  renderAt(
    "/patients/p",
    <Routes>
      <Route path="/patients/:key" element={<PatientPage />} />
    </Routes>,
  );
  return asked;
}

it("offers the latest four for comparison, in order of time", async () => {
  open({ ...patient("p", "Abel^Anna", five), other_series: [] });
  const button = await screen.findByRole("link", { name: "Compare 4 examinations" });
  expect(button.getAttribute("href")).toBe("/compare?e=e1&e=e2&e=e3&e=e4");
});

it("lets the first take the place of another, and no fifth beside four", async () => {
  open({ ...patient("p", "Abel^Anna", five), other_series: [] });
  const first = await screen.findByRole("checkbox", { name: /19 Aug 2025/ });
  expect((first as HTMLInputElement).disabled).toBe(true);
  fireEvent.click(screen.getByRole("checkbox", { name: /5 Mar 2026/ }));
  expect((first as HTMLInputElement).disabled).toBe(false);
  fireEvent.click(first);
  const button = screen.getByRole("link", { name: "Compare 4 examinations" });
  expect(button.getAttribute("href")).toBe("/compare?e=e0&e=e1&e=e2&e=e4");
});

it("says why something failed and tries again when told to", async () => {
  const failed = examination("x", {
    state: "failed",
    ct: series("bad", { state: "failed" }),
    problems: [{ code: "gap", text: "Slice 118 is missing." }],
  });
  const asked = open({ ...patient("p", "Abel^Anna", [failed]), other_series: [] });
  await screen.findByText("Slice 118 is missing.");
  fireEvent.click(screen.getByRole("button", { name: "Try again" }));
  await vi.waitFor(() => expect(asked).toContain("POST /api/series/bad/prepare"));
});

it("cancels what is being prepared, and only that", async () => {
  const moving = examination("x", {
    state: "preparing",
    ct: series("done"),
    pet: series("moving", { modality: "PT", state: "preparing", progress: 0.4 }),
  });
  const asked = open({ ...patient("p", "Abel^Anna", [moving]), other_series: [] });
  fireEvent.click(await screen.findByRole("button", { name: "Cancel" }));
  await vi.waitFor(() => expect(asked).toContain("DELETE /api/series/moving/prepare"));
  expect(asked).not.toContain("DELETE /api/series/done/prepare");
});

it("offers a series that was kept beside an examination's own for the comparison", async () => {
  const nac = {
    series: "nac",
    modality: "PT",
    description: "PET NAC",
    acquired_at: null,
    images: 91,
    why: "Not attenuation corrected.",
    state: "ready",
    examination: "e2",
  };
  open({ ...patient("p", "Abel^Anna", five), other_series: [nac] });
  const link = await screen.findByRole("link", { name: "Show it in the comparison" });
  expect(link.getAttribute("href")).toBe("/compare?e=e1&e=e2&e=e3&e=e4&s=nac");
});

it("lists what is in no examination, with the reason", async () => {
  const other = {
    series: "s",
    modality: "CT",
    description: "Topogram",
    acquired_at: null,
    images: 1,
    why: "A scout image is not a volume.",
    state: "not-an-image-volume",
    examination: null,
  };
  open({ ...patient("p", "Abel^Anna", five), other_series: [other] });
  await screen.findByText("A scout image is not a volume.");
});

it("marks a PET that is not attenuation corrected, and one of which that is unknown", async () => {
  const pet = (corrected: boolean | null) => series("p", { attenuation_corrected: corrected });
  const two = [
    examination("a", { pet: pet(false) }),
    examination("b", { pet: pet(null) }),
    examination("c", { pet: pet(true) }),
  ];
  open({ ...patient("p", "Abel^Anna", two), other_series: [] });
  await screen.findByText("NAC");
  expect(screen.getAllByText("attenuation correction unknown")).toHaveLength(1);
});

it("says so when the patient is not there", async () => {
  open(new Refusing(404, { code: "no-such-patient", message: "This patient is not here." }));
  await screen.findByText("This patient is not here.");
});
