import { useQuery } from "@tanstack/react-query";
import { fireEvent, screen, waitFor } from "@testing-library/react";
import { afterEach, expect, it, vi } from "vitest";
import { session } from "@/api/sampleAnswers";
import { serve } from "@/api/sampleServer";
import { sessionQuery } from "@/api/session";
import { renderAt } from "@/components/sampleFrame";
import { AccountMenu } from "./AccountMenu";

afterEach(() => vi.unstubAllGlobals());

function Whoever() {
  const user = useQuery(sessionQuery).data?.user;
  return user ? <AccountMenu user={user} /> : <p>nobody</p>;
}

async function openMenu(): Promise<void> {
  fireEvent.click(await screen.findByRole("button", { name: "Account: Reader" }));
}

it("keeps the chosen language in the account and speaks it at once", async () => {
  const asked = serve({
    "GET /api/session": () => session(),
    "PUT /api/session/language": () => session({ language: "de" }),
  });
  renderAt("/", <Whoever />);
  await openMenu();
  fireEvent.click(await screen.findByRole("menuitemradio", { name: "Deutsch" }));
  await waitFor(() => expect(asked).toContain("PUT /api/session/language"));
  await screen.findByRole("button", { name: "Konto: Reader" });
  expect(document.documentElement.lang).toBe("de");
});

it("shows the administration only to whoever may administer", async () => {
  serve({ "GET /api/session": () => session() });
  renderAt("/", <Whoever />);
  await openMenu();
  await screen.findByRole("menuitem", { name: "Log out" });
  expect(screen.queryByText("Administration")).toBeNull();
});

it("ends the session for every page that watches it", async () => {
  serve({
    "GET /api/session": () => session(),
    "DELETE /api/session": () => ({ user: null, csrf_token: "t" }),
  });
  renderAt("/", <Whoever />);
  await openMenu();
  fireEvent.click(await screen.findByRole("menuitem", { name: "Log out" }));
  await screen.findByText("nobody");
});
