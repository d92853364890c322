"""The archive: sessions that are over, by Commission, Commission session and year, with what came of them."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from dialogue_portal.access import PUBLIC, requires
from dialogue_portal.registries import Words, session_joins, session_outcomes
from dialogue_portal.visitor_pages import same_for_visitors
from sessions.models import DialogueSession
from sessions.models.meeting import DialogueSessionQuerySet

SESSIONS_PER_PAGE = 15


class Shelf(NamedTuple):
    """So many sessions of one Commission session and year."""

    body: str
    number: int | None
    ordinal: str
    year: int
    sessions: int


@dataclass(frozen=True)
class Choice:
    """One of the choices by which the archive is narrowed: its values as (value, words, sessions), and the chosen."""

    name: str
    label: Words
    options: list[tuple[str, str, int]]
    chosen: str


# By name in the address: what it is called, what of a shelf it compares, and how that is shown.
Part = tuple[Words, Callable[[Shelf], str], Callable[[Shelf], str]]
PARTS: dict[str, Part] = {
    "body": (_("Commission"), lambda shelf: shelf.body, lambda shelf: shelf.body),
    "session": (
        _("Commission session"),
        lambda shelf: "" if shelf.number is None else str(shelf.number),
        lambda shelf: shelf.ordinal,
    ),
    "year": (_("Year"), lambda shelf: str(shelf.year), lambda shelf: str(shelf.year)),
}


@require_safe
@same_for_visitors
@requires(PUBLIC)
def archive(request: HttpRequest) -> HttpResponse:
    over = DialogueSession.objects.visible_to(request.user).filter(ends_at__lte=timezone.now())
    shelves = _shelves(over)
    asked = {name: request.GET.get(name, "") for name in PARTS}
    choices = [_choice(name, shelves, asked) for name in PARTS]
    chosen = {name: value for choice in choices if choice.chosen for name, value in _lookup(choice).items()}
    pages = Paginator(over.filter(**chosen).listed(*session_joins), SESSIONS_PER_PAGE)
    # Counted already.
    pages.count = sum(shelf.sessions for shelf in shelves if _is_chosen(shelf, choices))
    page = pages.get_page(request.GET.get("page"))
    context = {
        "choices": choices,
        "is_narrowed": bool(chosen),
        "page_obj": page,
        "entries": [(session, _outcomes(session, request.user)) for session in page],
    }
    return render(request, "sessions/archive.html", context)


def _shelves(over: DialogueSessionQuerySet) -> list[Shelf]:
    """Counted here: SQLite would call Python for the year of each row, more than once."""
    columns = ("commission_session__body", "commission_session__number", "commission_session__ordinal", "starts_at")
    home = _home()
    counts = Counter(
        (body or "", number, ordinal or "", starts_at.astimezone(home).year)
        for body, number, ordinal, starts_at in over.order_by().values_list(*columns)
    )
    return [Shelf(*shelf, count) for shelf, count in counts.items()]


def _home() -> ZoneInfo:
    """The year is that where the portal is at home, which is where nearly all meetings are held."""
    return ZoneInfo(settings.PORTAL_TIME_ZONE)


def _lookup(choice: Choice) -> dict[str, Any]:
    """Which sessions a choice leaves."""
    if choice.name != "year":
        return {
            {"body": "commission_session__body", "session": "commission_session__number"}[choice.name]: choice.chosen
        }
    first, after = (datetime(int(choice.chosen) + more, 1, 1, tzinfo=_home()) for more in (0, 1))
    return {"starts_at__gte": first, "starts_at__lt": after}


def _choice(name: str, shelves: list[Shelf], asked: dict[str, str]) -> Choice:
    """Each option with the sessions it would show beside what is chosen otherwise; what is unknown narrows nothing."""
    label, value_of, words_of = PARTS[name]
    others = {other: PARTS[other][1] for other in PARTS if other != name and _is_known(other, shelves, asked)}
    counts: Counter[str] = Counter()
    words: dict[str, str] = {}
    for shelf in shelves:
        if all(of(shelf) == asked[other] for other, of in others.items()):
            counts[value_of(shelf)] += shelf.sessions
            words[value_of(shelf)] = words_of(shelf)
    newest_first = sorted((value for value in counts if value), key=_order, reverse=name != "body")
    options = [(value, words[value], counts[value]) for value in newest_first]
    return Choice(name, label, options, asked[name] if _is_known(name, shelves, asked) else "")


def _is_known(name: str, shelves: list[Shelf], asked: dict[str, str]) -> bool:
    return bool(asked[name]) and any(PARTS[name][1](shelf) == asked[name] for shelf in shelves)


def _is_chosen(shelf: Shelf, choices: list[Choice]) -> bool:
    return all(PARTS[choice.name][1](shelf) == choice.chosen for choice in choices if choice.chosen)


def _order(value: str) -> tuple[int, str]:
    return (int(value), "") if value.isdecimal() else (0, value.casefold())


def _outcomes(session: DialogueSession, user: Any) -> list[Any]:
    return [outcome for provider in session_outcomes for outcome in provider(session, user)]
