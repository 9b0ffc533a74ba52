import type { LateWords } from "./later";
import type { resources } from "./resources";

declare module "i18next" {
  interface CustomTypeOptions {
    defaultNS: "app";
    resources: (typeof resources)["en"] & LateWords;
  }
}
