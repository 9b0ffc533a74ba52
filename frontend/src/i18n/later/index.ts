/** Name spaces that are no part of the first bundle: each part of the viewer that comes later brings its own. */
import type { NumberWords } from "./numbers";
import type { OrganWords } from "./organs";

export interface LateWords {
  numbers: NumberWords;
  organs: OrganWords;
}
