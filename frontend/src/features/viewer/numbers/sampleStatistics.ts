/** Values of three time points for the tests of this folder; the last has no SUV. */
import type { InOrgan, Statistics } from "./statistics";

function inOrgan(volume_ml: number, mean: number, unit = "SUVbw"): InOrgan {
  return {
    volume_ml,
    ct_voxels: 50_000,
    hu_mean: 105,
    hu_sd: 12,
    pet: {
      unit,
      mean,
      median: mean,
      max: 2 * mean,
      voxels: 900,
      eroded_mm: 10,
      rule: "Voxels of the PET whose centres lie in the organ, without a border of 10 mm.",
    },
    notices: [],
  };
}

export function sampleStatistics(): Statistics {
  const point = (at: number) => ({
    examination: `examination-${at}`,
    label: `T${at + 1}`,
    acquired_at: `2026-0${at + 1}-05T10:12:00`,
    days_since_first: 30 * at,
    map: `map-${at}`,
    stand_in: at === 1,
  });
  return {
    unit: "SUVbw",
    time_points: [point(0), point(1), point(2)],
    rows: [
      {
        structure: "liver",
        values: [
          inOrgan(1500, 2),
          { ...inOrgan(1650, 3), notices: [{ code: "cut", text: "The picture cuts the organ." }] },
          inOrgan(1500, 9000, "Bq/ml"),
        ],
      },
      { structure: "spleen", values: [inOrgan(200, 1.5), null, inOrgan(210, 8000, "Bq/ml")] },
    ],
    repeatability: [
      { measure: "mean", structure: null, low_percent: -11, high_percent: 11, source: "Any study" },
      {
        measure: "mean",
        structure: "liver",
        low_percent: -15,
        high_percent: 15,
        source: "Liver study",
      },
    ],
  };
}
