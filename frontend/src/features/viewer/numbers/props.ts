import type { ViewerSession } from "../session";

export interface NumbersProps {
  /** `session.organs` holds the organs; they are there where this is shown. */
  readonly session: ViewerSession;
}
