import { expect, it } from "vitest";
import { destinationAfterLogin, stateForLogin } from "./destination";

it("leads back to where the person was going", () => {
  const state = stateForLogin({ pathname: "/compare", search: "?e=a&e=b" });
  expect(destinationAfterLogin(state)).toBe("/compare?e=a&e=b");
});

it.each([
  null,
  {},
  { from: 3 },
  { from: "//evil.example" },
  { from: "/\\evil.example" },
  { from: "https://evil.example" },
  { from: "/login" },
])("leads to the patients instead of following %j", (state) => {
  expect(destinationAfterLogin(state)).toBe("/studies");
});
