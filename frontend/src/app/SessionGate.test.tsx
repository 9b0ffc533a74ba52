import { fireEvent, screen, waitFor } from "@testing-library/react";
import { Suspense } from "react";
import { Route, Routes } from "react-router";
import { afterEach, expect, it, vi } from "vitest";
import { session } from "@/api/sampleAnswers";
import { Refusing, serve } from "@/api/sampleServer";
import { renderAt } from "@/components/sampleFrame";
import { LoginPage } from "@/features/login/LoginPage";
import { SessionGate } from "./SessionGate";

afterEach(() => vi.unstubAllGlobals());

function application(address: string, eager = false) {
  return renderAt(
    address,
    <Suspense fallback={null}>
      <Routes>
        <Route path="/login" element={<LoginPage />} />
        <Route
          path="*"
          element={
            <SessionGate eager={eager}>
              <p>inside</p>
            </SessionGate>
          }
        />
      </Routes>
    </Suspense>,
  );
}

it("sends to the login and, after it, to where the person was going", async () => {
  let user = session().user;
  const reader = user;
  user = null;
  serve({
    "GET /api/session": () => ({ ...session(), user }),
    "POST /api/session": () => {
      user = reader;
      return { ...session(), user };
    },
  });
  application("/compare?e=a&e=b");
  const name = await screen.findByLabelText("Name");
  expect(screen.getByTestId("address").textContent).toBe("/login");
  fireEvent.change(name, { target: { value: "reader" } });
  fireEvent.change(screen.getByLabelText("Password"), { target: { value: "secret" } });
  fireEvent.click(screen.getByRole("button", { name: "Log in" }));
  await screen.findByText("inside");
  expect(screen.getByTestId("address").textContent).toBe("/compare?e=a&e=b");
});

it("says in the server's words why a login was refused, and empties the password", async () => {
  serve({
    "GET /api/session": () => ({ user: null, csrf_token: "t" }),
    "POST /api/session": () =>
      new Refusing(429, { code: "too-many-attempts", message: "Please try again in 287 seconds." }),
  });
  application("/login");
  fireEvent.change(await screen.findByLabelText("Name"), { target: { value: "reader" } });
  fireEvent.change(screen.getByLabelText("Password"), { target: { value: "wrong" } });
  fireEvent.click(screen.getByRole("button", { name: "Log in" }));
  await screen.findByText("Please try again in 287 seconds.");
  expect((screen.getByLabelText("Password") as HTMLInputElement).value).toBe("");
});

it("shows nothing but the change of password while that is due", async () => {
  serve({ "GET /api/session": () => session({ must_change_password: true }) });
  application("/studies");
  await screen.findByText("Choose your own password");
  expect(screen.queryByText("inside")).toBeNull();
});

it("lets the viewer in before anybody has said who is logged in", () => {
  serve({});
  application("/compare?e=a", true);
  expect(screen.getByText("inside")).toBeTruthy();
});

it("waits for a server that is away and then lets in by itself", async () => {
  vi.useFakeTimers({ shouldAdvanceTime: true });
  serve({});
  application("/studies");
  await screen.findByText("The server does not answer.");
  serve({ "GET /api/session": () => session() });
  await vi.advanceTimersByTimeAsync(3_500);
  await waitFor(() => expect(screen.getByText("inside")).toBeTruthy());
  vi.useRealTimers();
});
