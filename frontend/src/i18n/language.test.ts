import { expect, it } from "vitest";
import { languageBeforeLogin } from "./language";

it("speaks the language that this browser used last", () => {
  expect(languageBeforeLogin(["en-US"], "de")).toBe("de");
});

it("speaks the first language of the browser that there is", () => {
  expect(languageBeforeLogin(["fr-FR", "de-AT", "en"], null)).toBe("de");
});

it("speaks English to everybody else, whatever was stored", () => {
  expect(languageBeforeLogin(["fr", "it"], "klingon")).toBe("en");
});
