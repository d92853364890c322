"""The characters of a note as they are stored: plain line ends, spaces and letters, no signs that nobody sees."""

import re
import unicodedata

LINE_ENDS = re.compile(r"\r\n?")
INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
# Control characters and every other kind of space and line end.
SPACES = re.compile("[\x00-\x08\x0b-\x1f\x7f-\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]")
# Halves of surrogate pairs: no encoding stores them.
SURROGATES = re.compile("[\ud800-\udfff]")
# Hyphens that look like one, and dashes that look like another.
HYPHENS = re.compile("[\u2010\u2011\ufe63\uff0d]")
DASHES = re.compile("[\u2012\u2015\u2212\ufe58]")
# Letters as a font draws them, which PDF files give instead of the letters that were meant: "fi" and "ffi" in one,
# Hebrew and Arabic by their place in the word, digits and Latin letters in full width. Signs with a meaning of their
# own are none of these: superscripts, fractions, symbols.
DRAWN_LETTERS = re.compile("[\ufb00-\ufdf9\ufe70-\ufefc\uff10-\uff19\uff21-\uff3a\uff41-\uff5a]")


def clean_text(text: str) -> str:
    """The text with plain line ends, spaces and letters, without what cannot be seen or stored. Lines stay lines."""
    text = INVISIBLE.sub("", LINE_ENDS.sub("\n", text))
    text = DASHES.sub("–", HYPHENS.sub("-", plain_letters(text)))
    return SURROGATES.sub("\ufffd", SPACES.sub(" ", text))


def plain_letters(text: str) -> str:
    """The text with the letters themselves for each ligature and form of a letter."""
    return DRAWN_LETTERS.sub(lambda drawn: unicodedata.normalize("NFKC", drawn[0]), text)
