"""What differs between two wordings, word by word; and carrying a proposed change over to a wording that moved on."""

import re
from dataclasses import dataclass
from enum import IntEnum

from diff_match_patch import diff_match_patch

# A word with the space after it, so that a changed word does not leave its space behind.
TOKENS = re.compile(r"\s*\S+|\s+$")


class Change(IntEnum):
    """As diff-match-patch counts them."""

    DELETED = -1
    KEPT = 0
    INSERTED = 1


@dataclass(frozen=True)
class Piece:
    """A run of words that were kept, inserted or deleted."""

    change: Change
    text: str

    @property
    def is_inserted(self) -> bool:
        return self.change == Change.INSERTED

    @property
    def is_deleted(self) -> bool:
        return self.change == Change.DELETED


def diff_words(before: str, after: str) -> list[Piece]:
    """The pieces that lead from one wording to the other; spaces and line breaks stay with their words."""
    # One private character stands for one word: diff-match-patch compares characters.
    codes: dict[str, str] = {}
    words: list[str] = []

    def encode(text: str) -> str:
        for token in TOKENS.findall(text):
            if token not in codes:
                # The private use planes: 131,068 different words, more than any paragraph has.
                codes[token] = chr(0xF0000 + len(words))
                words.append(token)
        return "".join(codes[token] for token in TOKENS.findall(text))

    engine = diff_match_patch()
    changes = engine.diff_main(encode(before), encode(after), False)
    engine.diff_cleanupSemantic(changes)
    return [Piece(Change(change), "".join(words[ord(char) - 0xF0000] for char in chars)) for change, chars in changes]


def carry_over(base: str, proposed: str, present: str) -> str | None:
    """`present` with the changes that lead from `base` to `proposed`; None if some place for them is gone."""
    engine = diff_match_patch()
    text, applied = engine.patch_apply(engine.patch_make(base, proposed), present)
    return text if all(applied) else None
