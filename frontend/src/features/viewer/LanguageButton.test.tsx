import { cleanup, fireEvent, render, screen, waitFor } from "@testing-library/react";
import i18next from "i18next";
import { afterEach, expect, it, vi } from "vitest";
import { startTranslation } from "@/i18n";
import { LanguageButton } from "./LanguageButton";

const order: string[] = [];
vi.mock("@/api/client", () => ({
  ask: async () => {
    await new Promise((done) => setTimeout(done, 5));
    order.push("the server knows");
  },
}));

afterEach(cleanup);

it("tells the server first, so that what is asked again because of it comes in the new language", async () => {
  startTranslation("en");
  const heard = () => order.push("the page speaks");
  i18next.on("languageChanged", heard);
  const askAgain = vi.fn();
  render(<LanguageButton askAgain={askAgain} />);
  fireEvent.click(screen.getByRole("button"));
  await waitFor(() => expect(askAgain).toHaveBeenCalledOnce());
  i18next.off("languageChanged", heard);
  expect(order).toEqual(["the server knows", "the page speaks"]);
  expect(i18next.language).toBe("de");
});
