import styles from "./ProgressRing.module.css";

interface Props {
  /** 0 to 1; null while nothing can be said about how much is done. */
  fraction: number | null;
  label: string;
  size?: number;
}

/** A small ring that fills; turns where the amount is unknown. */
export function ProgressRing({ fraction, label, size = 18 }: Props) {
  const radius = 7.5;
  const round = 2 * Math.PI * radius;
  const shown = fraction === null ? 0.25 : Math.min(1, Math.max(0, fraction));
  return (
    <svg
      className={styles.ring}
      data-turning={fraction === null}
      width={size}
      height={size}
      viewBox="0 0 20 20"
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={fraction === null ? undefined : Math.round(shown * 100)}
    >
      <circle className={styles.track} cx="10" cy="10" r={radius} />
      <circle
        className={styles.done}
        cx="10"
        cy="10"
        r={radius}
        strokeDasharray={`${shown * round} ${round}`}
        transform="rotate(-90 10 10)"
      />
    </svg>
  );
}
