/** Organs in the viewer: comes after the first pictures, in one piece; the list beside the pictures comes when opened. */
import { addOrganWords } from "@/i18n/later/organs";

addOrganWords();

export { ColumnOrgans } from "./ColumnOrgans";
export { OrganDrawer } from "./OrganDrawer";
export { OrganSession } from "./organSession";
export { PaneOrgans } from "./PaneOrgans";
export { listenForOrgans, type UnderMouse } from "./underMouse";
