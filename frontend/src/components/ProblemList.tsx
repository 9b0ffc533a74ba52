import { IconAlertTriangle } from "@tabler/icons-react";
import styles from "./ProblemList.module.css";

interface Problem {
  code: string;
  text: string;
}

interface Props {
  problems: readonly Problem[];
  severity?: "warning" | "error";
  label?: string;
}

/** The server's sentences about what is wrong, one under the other; nothing where nothing is. */
export function ProblemList({ problems, severity = "warning", label }: Props) {
  if (problems.length === 0) return null;
  return (
    <ul className={styles.list} data-severity={severity} aria-label={label}>
      {problems.map((problem) => (
        <li key={`${problem.code} ${problem.text}`}>
          <IconAlertTriangle size={15} aria-hidden className={styles.sign} />
          <span>{problem.text}</span>
        </li>
      ))}
    </ul>
  );
}
