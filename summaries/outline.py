"""The text as it is read: sections of numbered paragraphs. Screen, PDF and Word all show this and nothing else.

Numbers are given here and only here, once per version; a frozen version keeps them.
"""

import re
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol

# "(a) …" begins a sub-paragraph, "(i) …" one below it (United Nations Editorial Manual, "Paragraph numbering").
SUB_LABEL = re.compile(r"^\((?P<label>[a-z]{1,5})\)\s+(?P<text>.+)$")
ROMAN = re.compile(r"^(?=[ivx])x{0,2}(ix|iv|v?i{0,3})$")


@dataclass(frozen=True)
class Line:
    """A line of a paragraph: level 0 is its own text, 1 a sub-paragraph (a), 2 a sub-sub-paragraph (i)."""

    level: int
    label: str
    text: str


@dataclass(frozen=True)
class NumberedParagraph:
    """One paragraph of a numbered text; `revision` is that of the stored paragraph when it was numbered."""

    id: uuid.UUID
    number: int
    text: str
    revision: int

    @cached_property
    def lines(self) -> list[Line]:
        return list(_lines(self.text))


@dataclass(frozen=True)
class NumberedSection:
    id: uuid.UUID
    heading: str
    paragraphs: tuple[NumberedParagraph, ...]


class _Paragraph(Protocol):
    id: uuid.UUID
    text: str
    revision: int


def number_sections(
    sections: Iterable[tuple[uuid.UUID, str, Iterable[_Paragraph]]],
) -> tuple[NumberedSection, ...]:
    """Number the paragraphs from 1, continuously over all sections given as (id, heading, paragraphs)."""
    number = 0
    numbered = []
    for section_id, heading, paragraphs in sections:
        rows = []
        for paragraph in paragraphs:
            number += 1
            rows.append(NumberedParagraph(paragraph.id, number, paragraph.text, paragraph.revision))
        numbered.append(NumberedSection(section_id, heading, tuple(rows)))
    return tuple(numbered)


def dump(sections: Iterable[NumberedSection]) -> dict[str, Any]:
    """As JSON, for storing; `load` is its inverse."""
    return {
        "sections": [
            {
                "id": str(section.id),
                "heading": section.heading,
                "paragraphs": [
                    {"id": str(row.id), "number": row.number, "text": row.text, "revision": row.revision}
                    for row in section.paragraphs
                ],
            }
            for section in sections
        ]
    }


def load(content: dict[str, Any]) -> tuple[NumberedSection, ...]:
    return tuple(
        NumberedSection(
            uuid.UUID(section["id"]),
            section["heading"],
            tuple(
                NumberedParagraph(uuid.UUID(row["id"]), row["number"], row["text"], row["revision"])
                for row in section["paragraphs"]
            ),
        )
        for section in content["sections"]
    )


def paragraphs_by_id(sections: Iterable[NumberedSection]) -> dict[uuid.UUID, NumberedParagraph]:
    return {row.id: row for section in sections for row in section.paragraphs}


def _lines(text: str) -> Iterator[Line]:
    label_above = ""
    for raw in text.splitlines():
        line = raw.strip()
        if not line:
            continue
        found = SUB_LABEL.match(line)
        if found is None:
            yield Line(0, "", line)
            continue
        label = found["label"]
        # "(i)" after "(h)" is the ninth letter, elsewhere the first roman numeral.
        is_roman = bool(label_above and ROMAN.match(label)) and not (label == "i" and label_above == "h")
        if not is_roman:
            label_above = label
        yield Line(2 if is_roman else 1, f"({label})", found["text"])
