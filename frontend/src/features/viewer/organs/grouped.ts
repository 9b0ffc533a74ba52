/** The structures of all columns as the list shows them: by system, found by name, with what each column has of them. */
import type { Notice, OrganMap, OrganSegment, OrgansAnswer } from "@/api/organs";

export interface ListedStructure {
  readonly key: string;
  readonly name: string;
  /** What each column has of it, in their order. */
  readonly segments: readonly (OrganSegment | null)[];
  /** Of all columns, with the column they are of. */
  readonly notices: readonly { readonly column: number; readonly notice: Notice }[];
}

export interface ListedGroup {
  readonly key: string;
  readonly name: string;
  readonly structures: readonly ListedStructure[];
}

/** "Ösophagus", "Oesophagus" and "osophagus" are the same to somebody who searches; so are hyphens and spaces. */
export function plain(text: string): string {
  return text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replace(/ß/g, "ss")
    .toLowerCase()
    .replace(/([aou])e/g, "$1")
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}

/** Whether every word of the search begins or stands in one of the names. */
export function isFound(search: string, names: readonly string[]): boolean {
  const all = names.map(plain).join(" ");
  return plain(search)
    .split(" ")
    .every((word) => all.includes(word));
}

/** In the order in which the body is read; where that says nothing, as the language sorts names. */
export function readingOrder(
  language: string,
): (one: { place: number; name: string }, other: { place: number; name: string }) => number {
  const order = new Intl.Collator(language, { numeric: true });
  return (one, other) => one.place - other.place || order.compare(one.name, other.name);
}

/** Groups without anything found are left out. */
export function grouped(
  answer: OrgansAnswer,
  maps: readonly (OrganMap | null)[],
  search: string,
  language: string,
): ListedGroup[] {
  const keys = new Set(maps.flatMap((map) => map?.segments.map((one) => one.structure) ?? []));
  const listed = [...keys].flatMap((key) => {
    const structure = answer.structures[key];
    if (!structure) return [];
    const { name, english, german, place } = structure;
    if (!isFound(search, [name, english, german, key])) return [];
    const segments = maps.map(
      (map) => map?.segments.find((segment) => segment.structure === key) ?? null,
    );
    const notices = segments.flatMap((segment, column) =>
      (segment?.notices ?? []).map((notice) => ({ column, notice })),
    );
    return [{ key, name, place, system: structure.system, segments, notices }];
  });
  return answer.systems.flatMap(({ key, name }) => {
    const structures = listed.filter(({ system }) => system === key).sort(readingOrder(language));
    return structures.length > 0 ? [{ key, name, structures }] : [];
  });
}
