"""The addresses that the resolver knows, and the row of the table that each belongs to."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.permissions.row import Row
from tests.permissions.table import TABLE


@dataclass(frozen=True)
class Address:
    """A name with its namespace, the path as the URL configuration writes it, and the view behind it."""

    name: str
    path: str
    view: Any

    def url(self, arguments: dict[str, str]) -> str:
        """The path with its arguments filled in; some of the administration's have no name to reverse."""
        if "(no name)" not in self.name:
            return reverse(self.name, kwargs=arguments)
        path = re.sub(r"<\w+:(\w+)>", lambda found: arguments[found[1]], self.path)
        return path.replace("(?P<url>.*)$", "")


def addresses(resolver: URLResolver | None = None, namespace: str = "", prefix: str = "/") -> Iterator[Address]:
    for entry in (resolver or get_resolver()).url_patterns:
        path = prefix + str(entry.pattern)
        if isinstance(entry, URLPattern):
            yield Address(f"{namespace}{entry.name or '(no name)'}", path, entry.callback)
        else:
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from addresses(entry, inner, path)


ROWS: dict[str, Row] = {name: row for rows in TABLE.values() for name, row in rows.items()}


def key_of(name: str) -> str | None:
    """The table's key for a URL name: its own, else the longest pattern that matches; None if there is none."""
    if name in ROWS:
        return name
    matching = [key for key in ROWS if "*" in key and fnmatchcase(name, key)]
    return max(matching, key=len, default=None)
