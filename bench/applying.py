"""Filling in an application, as a browser without JavaScript does it: open a step, send its form."""

from html.parser import HTMLParser
from urllib.parse import urlencode

from bench.serving import Answer, Client


def fill_in(client: Client, paths: list[str]) -> list[Answer]:
    """Open each step and send its form."""
    answers = []
    for path in paths:
        [page] = client.page(path)
        stored = client.ask(path, form_of(page.body))
        assert stored.status == 302, f"{path} was not stored: {stored.status}"
        answers += [page, stored]
    return answers


def form_of(page: str) -> str:
    """What the page's main form would send if its button were pressed, encoded."""
    reader = _FormReader()
    reader.feed(page)
    return urlencode(max(reader.forms, key=len))


class _FormReader(HTMLParser):
    """Collects the fields of every form with their values."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[list[tuple[str, str]]] = [[]]
        self.area = self.select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        about = dict(attrs)
        name = about.get("name") or ""
        if tag == "form":
            self.forms.append([])
        elif tag == "textarea":
            self.area = name
            self.forms[-1].append((name, ""))
        elif tag == "select":
            self.select = name
        elif tag == "option" and "selected" in about:
            self.forms[-1].append((self.select, about.get("value") or ""))
        elif tag == "input" and name and (about.get("type") not in {"checkbox", "radio"} or "checked" in about):
            self.forms[-1].append((name, about.get("value") or ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self.area = ""

    def handle_data(self, data: str) -> None:
        if self.area:
            name, value = self.forms[-1][-1]
            self.forms[-1][-1] = (name, value + data)
