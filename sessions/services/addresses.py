"""Short addresses of sessions and of Commission sessions: which are taken, and which are free."""

import re
from collections.abc import Callable
from itertools import count
from typing import Any
from uuid import UUID

from django.db import IntegrityError
from django.db.models import QuerySet
from django.urls import resolve, reverse
from django.utils.text import slugify

from accounts.models import User
from dialogue_portal.client_tokens import create_once
from sessions.models import CommissionSession, DialogueSession

ATTEMPTS = 3


def is_reserved(slug: str) -> bool:
    """Whether a page of the portal stands where a session of this address would."""
    page = "sessions:detail"
    return resolve(reverse(page, kwargs={"slug": slug})).view_name != page


def free_slug(rows: QuerySet[Any], stem: str) -> str:
    """The stem itself, or with the first number that makes it free among these rows and the portal's own pages."""
    taken = set(rows.filter(slug__startswith=stem).values_list("slug", flat=True))
    tried = (stem if number == 1 else f"{stem}-{number}" for number in count(1))
    return next(slug for slug in tried if slug not in taken and not is_reserved(slug))


def create_at_free_address(
    create: Callable[[], DialogueSession], *, actor: User | None, token: UUID | None
) -> tuple[DialogueSession, bool]:
    """What `create` makes in one transaction, or what `token` made already; and whether it was made now.

    Tried again where somebody took the same address in the same moment.
    """
    rows = DialogueSession.objects.visible_to(actor) if actor else DialogueSession.objects.all()
    for attempt in range(ATTEMPTS):
        try:
            return create_once(rows, token, create)
        except IntegrityError:
            if attempt == ATTEMPTS - 1:
                raise
    raise AssertionError("unreachable")


def stem_of(commission: CommissionSession | None, title: str, kind: str) -> str:
    """ "csw63-round-table" where the Commission's session is known, else from the title."""
    if commission:
        return slugify(f"{commission.slug}-{kind.replace('_', '-')}")
    return slugify(title)[:60].strip("-") or "session"


def initials_of(body: str) -> str:
    """ "csw" for the Commission on the Status of Women."""
    return "".join(re.findall(r"\b[A-Z]", body)).lower() or "session"
