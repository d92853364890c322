"""Short addresses of sessions and of Commission sessions: which are taken, and which are free."""

import re
from itertools import count
from typing import Any

from django.db.models import QuerySet
from django.urls import resolve, reverse


def is_reserved(slug: str) -> bool:
    """Whether a page of the portal stands where a session of this address would."""
    page = "sessions:detail"
    return resolve(reverse(page, kwargs={"slug": slug})).view_name != page


def free_slug(rows: QuerySet[Any], stem: str) -> str:
    """The stem itself, or with the first number that makes it free among these rows and the portal's own pages."""
    taken = set(rows.filter(slug__startswith=stem).values_list("slug", flat=True))
    tried = (stem if number == 1 else f"{stem}-{number}" for number in count(1))
    return next(slug for slug in tried if slug not in taken and not is_reserved(slug))


def initials_of(body: str) -> str:
    """ "csw" for the Commission on the Status of Women."""
    return "".join(re.findall(r"\b[A-Z]", body)).lower() or "session"
