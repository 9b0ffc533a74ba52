import { render, screen } from "@testing-library/react";
import { beforeEach, describe, expect, it } from "vitest";
import { ApiFailure } from "@/api/failure";
import { speak, startTranslation } from "@/i18n";
import { DateText } from "./DateText";
import { besidesUnreachable, FailureNote } from "./FailureNote";
import { PatientIdentity } from "./PatientIdentity";
import { ProblemList } from "./ProblemList";
import { ProgressRing } from "./ProgressRing";
import { StateMark } from "./StateMark";

beforeEach(() => startTranslation("en"));

describe("shared pieces", () => {
  it("say who it is, and what is not known", () => {
    speak("de");
    render(<PatientIdentity person={{ name: "", id: "P1", birth_date: null, sex: null }} />);
    expect(screen.getByRole("heading").textContent).toBe("(ohne Namen)");
    expect(screen.getByText("Datum unbekannt")).toBeTruthy();
    expect(screen.getByText("nicht angegeben")).toBeTruthy();
  });

  it("give a date its machine-readable form", () => {
    render(<DateText value="2026-01-05T10:12:00" withTime />);
    const time = screen.getByText("5 Jan 2026, 10:12");
    expect(time.getAttribute("datetime")).toBe("2026-01-05T10:12:00");
  });

  it("tell screen readers how far the work is", () => {
    render(<ProgressRing fraction={0.43} label="preparing" />);
    expect(screen.getByRole("progressbar").getAttribute("aria-valuenow")).toBe("43");
  });

  it("claim no amount where none is known", () => {
    render(<ProgressRing fraction={null} label="preparing" />);
    expect(screen.getByRole("progressbar").hasAttribute("aria-valuenow")).toBe(false);
  });

  it("list problems in the server's words, and nothing where there is none", () => {
    const { container, rerender } = render(<ProblemList problems={[]} />);
    expect(container.textContent).toBe("");
    rerender(<ProblemList problems={[{ code: "gap", text: "Slice 118 is missing." }]} />);
    expect(screen.getByRole("listitem").textContent).toBe("Slice 118 is missing.");
  });

  it("write the state as a word, not only as a colour", () => {
    render(<StateMark state="failed" />);
    expect(screen.getByText("failed")).toBeTruthy();
  });

  it("prefer the server's sentence, and have one of their own for every kind of failure", () => {
    const { rerender } = render(
      <FailureNote failure={new ApiFailure("refused", 400, "x", "Said.")} />,
    );
    expect(screen.getByRole("alert").textContent).toBe("Said.");
    rerender(<FailureNote failure={new ApiFailure("unreachable", 0)} />);
    expect(screen.getByRole("alert").textContent).toBe("The server cannot be reached.");
  });
});

it("leaves it to the banner to say that the server is away", () => {
  const refused = new ApiFailure("not-found", 404);
  expect(besidesUnreachable(new ApiFailure("unreachable", 0))).toBeNull();
  expect(besidesUnreachable(null)).toBeNull();
  expect(besidesUnreachable(refused)).toBe(refused);
});
