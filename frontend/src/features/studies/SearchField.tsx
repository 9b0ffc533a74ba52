import { CloseButton, TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { type KeyboardEvent, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { rowId } from "./PatientRow";
import styles from "./SearchField.module.css";

interface Props {
  value: string;
  onChange: (text: string) => void;
  onKeyDown: (event: KeyboardEvent) => void;
  active: string | null;
}

/** One field for name, identifier, date or accession number. "/" leads back to it from anywhere on the page. */
export function SearchField({ value, onChange, onKeyDown, active }: Props) {
  const { t } = useTranslation("studies");
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    field.current?.focus();
    const onSlash = (event: globalThis.KeyboardEvent) => {
      if (event.key !== "/" || event.target instanceof HTMLInputElement) return;
      event.preventDefault();
      field.current?.focus();
    };
    window.addEventListener("keydown", onSlash);
    return () => window.removeEventListener("keydown", onSlash);
  }, []);

  return (
    <TextInput
      ref={field}
      className={styles.field}
      type="search"
      aria-label={t("search")}
      placeholder={t("searchHint")}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key === "Escape") onChange("");
        onKeyDown(event);
      }}
      aria-controls="patients"
      aria-activedescendant={active ? rowId(active) : undefined}
      autoComplete="off"
      spellCheck={false}
      leftSection={<IconSearch size={16} aria-hidden />}
      rightSection={
        value ? (
          <CloseButton
            size="sm"
            aria-label={t("clearSearch")}
            onClick={() => {
              onChange("");
              field.current?.focus();
            }}
          />
        ) : null
      }
    />
  );
}
