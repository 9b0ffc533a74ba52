export type Language = "en" | "de";
export const languages: readonly Language[] = ["en", "de"];

const storageKey = "totalpetview.language";

export function isLanguage(value: unknown): value is Language {
  return value === "en" || value === "de";
}

/** The language until the account is known: what this browser used last, else what it prefers. */
export function languageBeforeLogin(preferred: readonly string[], stored: string | null): Language {
  if (isLanguage(stored)) return stored;
  for (const tag of preferred) {
    const language = tag.slice(0, 2).toLowerCase();
    if (isLanguage(language)) return language;
  }
  return "en";
}

export function storedLanguage(): string | null {
  try {
    return window.localStorage.getItem(storageKey);
  } catch {
    return null; // storage may be forbidden by the browser's settings
  }
}

export function storeLanguage(language: Language): void {
  try {
    window.localStorage.setItem(storageKey, language);
  } catch {
    // The account keeps the language as well; this was only for the next login page.
  }
}
