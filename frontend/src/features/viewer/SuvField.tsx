import { useTranslation } from "react-i18next";
import type { CorrectionName, SuvReport } from "@/api/types";
import { formatNumber } from "@/components/formats";
import { useSpokenLanguage } from "@/components/useSpokenLanguage";

const SEXES = ["M", "F", "O"] as const;

interface Props {
  readonly name: CorrectionName;
  readonly label: string;
  readonly value: string;
  readonly put: (text: string) => void;
  readonly nuclides: SuvReport["nuclides"];
}

/** One value to be entered: chosen where there is a list, typed otherwise, the same in every browser. */
export function SuvField({ name, label, value, put, nuclides }: Props) {
  const { t } = useTranslation("viewer");
  const { t: said } = useTranslation("numbers");
  const language = useSpokenLanguage();
  if (name !== "sex" && name !== "nuclide") {
    return (
      <input
        aria-label={label}
        type="text"
        inputMode={name === "injected_at" ? "text" : "decimal"}
        autoComplete="off"
        placeholder={name === "injected_at" ? said("suv.momentHint") : undefined}
        value={value}
        onChange={(event) => put(event.target.value)}
      />
    );
  }
  const choices =
    name === "sex"
      ? SEXES.map((sex) => [sex, t(`suv.correct.sexes.${sex}`)] as const)
      : nuclides.map(({ name: nuclide, half_life_s }) => {
          const minutes = formatNumber(half_life_s / 60, language, half_life_s < 6000 ? 2 : 1);
          return [nuclide, said("suv.nuclide", { name: nuclide, minutes })] as const;
        });
  return (
    <select aria-label={label} value={value} onChange={(event) => put(event.target.value)}>
      <option value="">{t("suv.correct.unset")}</option>
      {choices.map(([choice, words]) => (
        <option key={choice} value={choice}>
          {words}
        </option>
      ))}
    </select>
  );
}
