/** The look of organs is kept for this browser session. What is kept says nothing about a patient. */
import { LABEL_STYLES, MIP_TREATMENTS, type OrganLook, USUAL_LOOK } from "./organs";

const STORAGE_KEY = "totalpetview.organs";

/** TotalSegmentator's own names only: a structure of an imported map is called what its writer wrote. */
const isPublicName = (key: unknown): key is string =>
  typeof key === "string" && /^[a-z0-9_]{1,60}$/.test(key);

export interface KeptLook {
  readonly look: OrganLook;
  /** Whether organs were drawn over the pictures; null when nobody has said. */
  readonly shown: boolean | null;
}

export function keepLook({ look, shown }: KeptLook): void {
  const colours = Object.fromEntries(
    Object.entries(look.colours).filter(([key]) => isPublicName(key)),
  );
  const kept = {
    ...look,
    shown,
    colours,
    hidden: look.hidden.filter(isPublicName),
    mipMarked: look.mipMarked.filter(isPublicName),
    // One organ alone is a question of the moment: on the next page it would look as if there were no others.
    solo: null,
  };
  try {
    window.sessionStorage.setItem(STORAGE_KEY, JSON.stringify(kept));
  } catch {
    // Storage may be forbidden or full: then the look is the usual one on the next page.
  }
}

export function keptLook(): KeptLook {
  try {
    return lookIn(JSON.parse(window.sessionStorage.getItem(STORAGE_KEY) ?? "{}"));
  } catch {
    return { look: USUAL_LOOK, shown: null };
  }
}

/** Whatever lies in the storage, as a look: what does not fit is the usual. */
function lookIn(found: unknown): KeptLook {
  if (typeof found !== "object" || found === null) return { look: USUAL_LOOK, shown: null };
  const said = found as Record<string, unknown>;
  const oneOf = <T extends string>(all: readonly T[], value: unknown, usual: T) =>
    all.find((one) => one === value) ?? usual;
  const keys = (value: unknown) => (Array.isArray(value) ? value.filter(isPublicName) : []);
  const { opacity } = said;
  const look: OrganLook = {
    style: oneOf(LABEL_STYLES, said.style, USUAL_LOOK.style),
    opacity:
      typeof opacity === "number" && opacity >= 0 && opacity <= 1 ? opacity : USUAL_LOOK.opacity,
    hidden: keys(said.hidden),
    solo: null,
    colours: coloursIn(said.colours),
    mipMarked: keys(said.mipMarked),
    mipTreatment: oneOf(MIP_TREATMENTS, said.mipTreatment, USUAL_LOOK.mipTreatment),
  };
  return { look, shown: typeof said.shown === "boolean" ? said.shown : null };
}

function coloursIn(found: unknown): OrganLook["colours"] {
  if (typeof found !== "object" || found === null) return {};
  const isPart = (part: unknown) =>
    Number.isInteger(part) && Number(part) >= 0 && Number(part) < 256;
  return Object.fromEntries(
    Object.entries(found).filter(
      ([key, colour]) =>
        isPublicName(key) && Array.isArray(colour) && colour.length === 3 && colour.every(isPart),
    ),
  );
}
