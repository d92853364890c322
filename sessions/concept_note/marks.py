"""How a text file would mark what a document shows: headings, items of lists, bold lines, labels with their values.

For the readers of Word and OpenDocument, so that the same note gives the same text in both.
"""

HEADING_MAX_CHARACTERS = 120
LABEL_MAX_CHARACTERS = 40


def heading(text: str, level: int) -> str:
    return "#" * level + " " + " ".join(text.split())


def item(text: str) -> str:
    return "- " + " ".join(text.split())


def bold(text: str) -> str:
    """A bold paragraph is a heading if it is short; else it is what it is."""
    return f"**{text}**" if len(text) <= HEADING_MAX_CHARACTERS and "\n" not in text else text


def row(cells: list[list[str]]) -> list[str]:
    """A row of two short cells is a label with its value; any other row is its paragraphs."""
    if len(cells) == 2 and len(cells[0]) == 1 and cells[1] and len(cells[0][0]) <= LABEL_MAX_CHARACTERS:
        label = cells[0][0].strip("#*: ")
        return ["\n\n".join([f"{label}: {cells[1][0].strip('#* ')}", *cells[1][1:]])]
    return [paragraph for cell in cells for paragraph in cell]
