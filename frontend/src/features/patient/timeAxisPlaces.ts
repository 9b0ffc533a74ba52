import { daysBetween } from "@/components/formats";

/**
 * Where examinations lie on an axis from 0 to 1, in proportion to the days between them; null where a date is unknown.
 * Those of one day, or too close to be told apart, are moved on to the smallest gap that keeps the axis readable.
 */
export function placesInTime(
  dates: readonly (string | null)[],
  smallestGap: number,
): (number | null)[] {
  const first = dates.find((date) => daysBetween(date, date) !== null) ?? null;
  const days = dates.map((date) => daysBetween(first, date));
  const known = days.filter((day) => day !== null);
  const span = Math.max(...known, 0);
  if (known.length === 0) return days;
  const gap = Math.min(smallestGap, known.length > 1 ? 1 / (known.length - 1) : 1);
  let last = -gap;
  const pushed = days.map((day) => {
    if (day === null) return null;
    const place = Math.max(span > 0 ? day / span : 0, last + gap);
    last = place;
    return place;
  });
  // Pushing may have moved the last ones beyond the end: from there, back in the same way.
  let next = 1 + gap;
  for (let position = pushed.length - 1; position >= 0; position -= 1) {
    const place = pushed[position];
    if (place === null || place === undefined) continue;
    const kept = Math.min(place, next - gap);
    pushed[position] = kept;
    next = kept;
  }
  return pushed;
}
