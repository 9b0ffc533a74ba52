/** What is measured in the organs: as a table, and over time. */
import type { ViewerSession } from "../session";

export interface NumbersProps {
  /** `session.organs` holds the organs; they are there where this is shown. */
  readonly session: ViewerSession;
}

export const ValuesTab = (_: NumbersProps) => null;
export const CourseTab = (_: NumbersProps) => null;
