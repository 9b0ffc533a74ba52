"""Tables of the standard as DocBook, the form in which the standard is published and dicom-validator reads it."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final
from xml.etree.ElementTree import Element, SubElement

from pydicom._dicom_dict import DicomDictionary
from pydicom._uid_dict import UID_dictionary
from pydicom.datadict import dictionary_description, tag_for_keyword

from tests.conformity.tables import FUNCTIONAL_GROUPS, Attribute, Tables, Usage, Words

_NAMESPACE: Final = "http://docbook.org/ns/docbook"
_INCLUDE: Final = "Include one or more Functional Group Macros"
_SECTION: Final = re.compile(r"#sect_([A-Z0-9.]+)$")
_HEADING: Final = re.compile(r"[A-Z]\.[0-9]")


def write_parts(tables: Tables, folder: Path) -> None:
    """Write PS3.3, PS3.4 and PS3.6, as much of them as dicom-validator reads, into a folder."""
    folder.mkdir(parents=True)
    labels = {each: f"A.{place}" for place, each in enumerate(tables.modules, start=2)}
    for part, root in ((3, _objects(tables, labels)), (4, _sop_classes(tables, labels)), (6, _dictionary())):
        ET.register_namespace("", _NAMESPACE)
        ET.ElementTree(_qualified(root)).write(folder / f"part{part:02}.xml", encoding="utf-8")


def _qualified(root: Element) -> Element:
    for element in root.iter():
        element.tag = f"{{{_NAMESPACE}}}{element.tag}"
    return root


def _objects(tables: Tables, labels: dict[str, str]) -> Element:
    """Return PS3.3: objects in annex A, modules and functional groups in annex C, what they point to behind."""
    root = Element("book")
    annex_a, annex_c, behind = (SubElement(root, "chapter", label=label) for label in ("A", "C", "X"))
    SubElement(annex_a, "section", label="A.1")
    places: dict[tuple[str, bool], str] = {}

    def row(usage: Usage, *, macro: bool) -> tuple[Element, Element]:
        if (usage.name, macro) not in places:
            places[usage.name, macro] = f"C.{'g' if macro else 'm'}{len(places) + 1}"
            section = _section(annex_c, places[usage.name, macro], f"{usage.name} Module")
            _table(section, _attributes(usage.attributes))
        reference = Element("td")
        SubElement(SubElement(reference, "para"), "xref", linkend=f"sect_{places[usage.name, macro]}")
        return reference, _cell(usage.usage)

    for each, label in labels.items():
        section = _section(annex_a, label, f"{each} IOD")
        rows = [[_cell("Image"), _cell(usage.name), *row(usage, macro=False)] for usage in tables.modules[each]]
        _table(_section(section, f"{label}.1", f"{each} IOD Modules"), rows)
        groups = [[_cell(usage.name), *row(usage, macro=True)] for usage in tables.macros[each]]
        _table(_section(section, f"{label}.2", f"{each} Functional Group Macros"), groups)
    for address, html in tables.sections.items():
        found = _SECTION.search(address)
        if found:
            section = _section(behind, found[1], "")
            section.extend(_blocks(f"<td>{html}</td>"))
    return root


def _attributes(attributes: Iterable[Attribute], depth: int = 0) -> Iterator[list[Element]]:
    for attribute in attributes:
        tag = tag_for_keyword(attribute.keyword)
        assert tag is not None
        yield [
            _cell(">" * depth + dictionary_description(tag)),
            _cell(_written(tag)),
            _cell(attribute.type),
            _described(attribute.words),
        ]
        if attribute.keyword in FUNCTIONAL_GROUPS:
            yield [_cell(">" + _INCLUDE), _cell("")]
        else:
            yield from _attributes(attribute.items, depth + 1)


def _described(words: Words | None) -> Element:
    cell = Element("td")
    if words is None:
        return cell
    cell.extend(_blocks(words.html, words.added))
    for link in words.links:
        found = _SECTION.search(link)
        if found:
            SubElement(SubElement(cell, "para"), "xref", linkend=f"sect_{found[1]}")
    return cell


def _blocks(html: str, added: Sequence[str] = ()) -> Iterator[Element]:
    """Return paragraphs, and lists of values with their titles; a title is the bold paragraph before a list.

    Of a section, only what stands before its first subsection and in no table or enumeration: that is
    what a reference to it means.
    """
    root = ET.fromstring(html)  # noqa: S314 - of a package that we chose
    in_lists = {below for each in root.iter("dl") for below in each.iter()}
    elsewhere = {below for kind in ("table", "li") for each in root.iter(kind) for below in each.iter()}
    title, headings = "", 0
    for element in root.iter():
        if element in elsewhere:
            continue
        if element.tag.startswith("h") and _HEADING.match((element.text or "").strip()):
            headings += 1
            if headings > 1:
                return
        elif element.tag == "p" and element not in in_lists:
            text = " ".join("".join(element.itertext()).split())
            if element.find("strong") is not None:
                title = text
            elif text:
                yield from (_cell(text))
        elif element.tag == "dl":
            terms = Element("variablelist")
            SubElement(terms, "title").text = title
            for term in [*(" ".join("".join(each.itertext()).split()) for each in element.iter("dt")), *added]:
                SubElement(SubElement(terms, "varlistentry"), "term").text = term
            yield terms


def _sop_classes(tables: Tables, labels: dict[str, str]) -> Element:
    root = Element("book")
    rows = []
    for uid, each in tables.sop_classes.items():
        target = Element("td")
        SubElement(SubElement(target, "para"), "olink", targetptr=f"sect_{labels[each]}")
        rows.append([_cell(each), _cell(uid), target])
    _table(_section(SubElement(root, "chapter", label="B"), "B.5", "Standard SOP Classes"), rows)
    return root


def _dictionary() -> Element:
    root = Element("book")
    elements, uids = SubElement(root, "chapter", label="6"), SubElement(root, "chapter", label="A")
    _table(
        elements,
        (
            [_cell(text) for text in (_written(tag), name, keyword, vr, vm, retired)]
            for tag, (vr, vm, name, retired, keyword) in DicomDictionary.items()
        ),
    )
    _table(uids, ([_cell(uid), _cell(names[0]), _cell(names[1]), _cell("")] for uid, names in UID_dictionary.items()))
    return root


def _written(tag: int) -> str:
    return f"({tag >> 16:04X},{tag & 0xFFFF:04X})"


def _section(place: Element, label: str, title: str) -> Element:
    section = SubElement(place, "section", label=label)
    SubElement(section, "title").text = title
    return section


def _table(place: Element, rows: Iterable[Iterable[Element]]) -> None:
    body = SubElement(SubElement(place, "table"), "tbody")
    for row in rows:
        SubElement(body, "tr").extend(row)


def _cell(text: str) -> Element:
    cell = Element("td")
    SubElement(cell, "para").text = text
    return cell
