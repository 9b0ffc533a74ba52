/** The rows of the table: organs by system, found by name, in the order in which the body is read. */
import type { OrganStructure, OrgansAnswer } from "@/api/organs";
import { isFound, readingOrder } from "../organs/grouped";
import type { StatisticsRow } from "./statistics";

export interface NamedRow {
  readonly key: string;
  readonly name: string;
  readonly row: StatisticsRow;
}

export interface RowGroup {
  readonly key: string;
  readonly name: string;
  readonly rows: readonly NamedRow[];
}

export function nameOf(
  structures: Readonly<Record<string, OrganStructure>>,
  structure: string,
): string {
  return structures[structure]?.name ?? structure;
}

export function rowGroups(
  answer: OrgansAnswer,
  rows: readonly StatisticsRow[],
  search: string,
  language: string,
): RowGroup[] {
  const named = rows.map((row) => {
    const structure = answer.structures[row.structure];
    const name = nameOf(answer.structures, row.structure);
    const names = [name, structure?.english ?? "", structure?.german ?? "", row.structure];
    const place = structure?.place ?? Number.MAX_SAFE_INTEGER;
    return { key: row.structure, name, place, row, names, system: structure?.system ?? "other" };
  });
  const known = new Set(answer.systems.map(({ key }) => key));
  return [...answer.systems, { key: "", name: "" }].flatMap(({ key, name }) => {
    const found = named
      .filter(({ system }) => (key === "" ? !known.has(system) : system === key))
      .filter(({ names }) => isFound(search, names))
      .sort(readingOrder(language));
    return found.length > 0 ? [{ key, name, rows: found }] : [];
  });
}
