"""The leading questions, and the text that introduces them."""

import re

from sessions.concept_note.blocks import ITEM, Block, plain
from sessions.concept_note.result import Found
from sessions.concept_note.sections import HEADER, Section, markdown, of_part

LEAD_IN = re.compile(r"\bquestions?\b[^.?!]{0,80}:$", re.IGNORECASE)
QUESTION_MAX_CHARACTERS = 2000


def questions_of(sections: list[Section]) -> tuple[list[Found[str]], Found[str] | None]:
    """The questions as single texts, and what introduces them.

    In the section of that name the items of its list are the questions, else the paragraphs that end in a question
    mark. Without such a section, the list that follows "… the following questions:" anywhere.
    """
    blocks = [block for section in of_part(sections, "questions") for block in section.blocks]
    if not blocks:
        return _after_lead_in(sections), None
    items = [block for block in blocks if block.marker]
    asked = [block for block in items if "?" in block.text] or items
    if not asked:
        asked = [block for block in blocks if block.text.rstrip(" *_”\"'").endswith("?")]
    are_questions = {id(block) for block in asked}
    rest = [block for block in blocks if id(block) not in are_questions]
    line = next(section.line for section in of_part(sections, "questions"))
    return _found(asked), Found(markdown(rest), line) if rest else None


def _after_lead_in(sections: list[Section]) -> list[Found[str]]:
    for section in sections:
        blocks = section.blocks if section.part != HEADER else []
        for index, block in enumerate(blocks):
            if LEAD_IN.search(block.text):
                return _found(_list_after(blocks, index))
    return []


def _list_after(blocks: list[Block], index: int) -> list[Block]:
    items: list[Block] = []
    for block in blocks[index + 1 :]:
        if not block.marker:
            break
        items.append(block)
    return items


def _found(blocks: list[Block]) -> list[Found[str]]:
    texts = [(_unmarked(plain(block.text)), block.line) for block in blocks]
    return [Found(text, line) for text, line in texts if text and len(text) <= QUESTION_MAX_CHARACTERS]


def _unmarked(text: str) -> str:
    """The question without any marker of a list: it gets the portal's own number."""
    while item := ITEM.fullmatch(text):
        text = item["text"]
    return text
