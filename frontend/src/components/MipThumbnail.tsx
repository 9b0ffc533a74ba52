import { useState } from "react";
import styles from "./MipThumbnail.module.css";

interface Props {
  url: string | null;
  label: string;
  /** CSS pixels; the picture keeps its own proportions inside. */
  width: number;
  height: number;
}

/** The anterior MIP as a small picture; an empty frame of the same size until there is one. */
export function MipThumbnail({ url, label, width, height }: Props) {
  const [broken, setBroken] = useState<string | null>(null);
  if (!url || broken === url) {
    return <span className={styles.frame} style={{ width, height }} aria-hidden />;
  }
  return (
    <img
      className={styles.frame}
      src={url}
      alt={label}
      width={width}
      height={height}
      loading="lazy"
      decoding="async"
      onError={() => setBroken(url)}
    />
  );
}
