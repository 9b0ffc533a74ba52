import { useTranslation } from "react-i18next";
import type { Row } from "@/state/presets";
import type { Normalisation, TimePointDescriptor } from "@/volumes";
import styles from "./PaneOverlay.module.css";
import { isSuv } from "./petUnits";

/** What must not be overlooked when reading this picture; the reason comes with the mouse. */
export function Marks(props: {
  timePoint: TimePointDescriptor;
  row: Row;
  normalisation: Normalisation;
}) {
  const { timePoint, row, normalisation } = props;
  const { t } = useTranslation("viewer");
  const { pet, ct } = timePoint;
  const petShown = row.content !== "ct" && row.content !== "surface" && pet !== null;
  const marks: { name: string; text: string; why: string }[] = [];
  if (petShown && ct && row.content !== "mip" && !timePoint.pet_ct_share_frame) {
    marks.push({ name: "frame", text: t("marks.noSharedFrame"), why: t("marks.noSharedFrameWhy") });
  }
  if (petShown && !isSuv(pet, normalisation)) {
    const { unit, refusal } = pet.normalisations[normalisation];
    const why = [t("marks.notSuvWhy", { unit }), refusal].filter(Boolean).join(" ");
    marks.push({ name: "unit", text: `${t("marks.notSuv", { unit })}: ${pet.stored_unit}`, why });
  }
  if (petShown && pet.attenuation_corrected === false) {
    marks.push({ name: "nac", text: t("marks.notCorrected"), why: t("marks.notCorrectedWhy") });
  }
  if (petShown && pet.attenuation_corrected === null) {
    const text = t("marks.unknownCorrection");
    marks.push({ name: "ac-unknown", text, why: t("marks.unknownCorrectionWhy") });
  }
  return (
    <>
      {marks.map(({ name, text, why }) => (
        <span key={name} className={styles.mark} data-mark={name} data-no-drag title={why}>
          {text}
          <span className={styles.readOut}>{why}</span>
        </span>
      ))}
    </>
  );
}
