/** What is measured in the organs: as a table, and over time. Loaded when somebody looks at it. */
export { CourseTab } from "./CourseTab";
export type { NumbersProps } from "./props";
export { ValuesTab } from "./ValuesTab";
