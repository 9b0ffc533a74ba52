import ts from "typescript";
import { describe, expect, it } from "vitest";

const sources = import.meta.glob<string>(["../**/*.tsx", "!../**/*.test.tsx"], {
  eager: true,
  query: "?raw",
  import: "default",
});

const spokenAttributes = new Set([
  "title",
  "aria-label",
  "label",
  "placeholder",
  "alt",
  "description",
]);
// Written the same in every language: modalities, units, quantities.
const universal =
  /\b(PET|CT|MIP|SUV|SUVbw|SUL|HU|NAC|mm|cm|kg|min|ml|Bq|MBq|T\d?|R|L|A|P|S|I|H|F)\b/g;
const hasWords = (text: string) => /\p{L}/u.test(text.replace(/&\w+;/g, "").replace(universal, ""));

/** Every piece of text in the JSX of a file that is written there instead of being looked up. */
function hardCoded(path: string, source: string): string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isJsxText(node) && hasWords(node.text)) found.push(node.text.trim());
    if (ts.isJsxExpression(node) && node.expression && ts.isStringLiteralLike(node.expression)) {
      const inside = node.parent;
      if ((ts.isJsxElement(inside) || ts.isJsxFragment(inside)) && hasWords(node.expression.text))
        found.push(node.expression.text);
    }
    if (
      ts.isJsxAttribute(node) &&
      spokenAttributes.has(node.name.getText()) &&
      node.initializer &&
      ts.isStringLiteral(node.initializer) &&
      hasWords(node.initializer.text)
    )
      found.push(`${node.name.getText()}="${node.initializer.text}"`);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(path, source, ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX));
  return found;
}

describe("text in components", () => {
  it("is found by this test where it is written down", () => {
    expect(
      hardCoded("x.tsx", 'const a = <p title="Hello">World {"again"} 3 mm {t("ok")}</p>;'),
    ).toEqual(['title="Hello"', "World", "again"]);
  });

  it.each(Object.entries(sources))("is looked up in the language files: %s", (path, source) => {
    expect(hardCoded(path, source)).toEqual([]);
  });
});
