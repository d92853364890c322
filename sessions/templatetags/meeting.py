"""Template tags of a session's frame: the phase bar and the session's navigation. Builtins."""

from datetime import datetime
from typing import Any

from django import template
from django.conf import settings
from django.template import Context
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _, ngettext

from dialogue_portal.moments import city, zone_named
from dialogue_portal.registries import session_links as links
from dialogue_portal.templatetags.portal import localized
from sessions.models import (
    DialogueSession,
    OtherMeeting,
    PhaseState,
    PhaseWindow,
    others_in_series,
    phase_exists,
    phases_of,
)

register = template.Library()

SELECTED = " selected"
TONES = {PhaseState.UPCOMING: "neutral", PhaseState.OPEN: "open", PhaseState.CLOSED: "done"}


def phase_steps(session: DialogueSession, now: datetime | None = None) -> list[dict[str, Any]]:
    """The session's phases in their order, each with its window, state and the moment that comes next.

    A window of a phase that the session has not, or that no installed app knows, is left out.
    """
    now = now or timezone.now()
    existing = phases_of(session)
    windows = [window for window in session.phase_windows.all() if window.phase in existing]
    windows.sort(key=lambda window: (window.definition.order, window.opens_at))
    return [_step(window, now) for window in windows]


def _step(window: PhaseWindow, now: datetime) -> dict[str, Any]:
    state = window.state(now)
    return {
        "window": window,
        "label": window.definition.label,
        "state": state,
        "tone": TONES[state],
        "moment": window.opens_at if state == PhaseState.UPCOMING else window.closes_at,
    }


@register.filter
def has_phase(session: DialogueSession, phase: str) -> bool:
    """Whether the session has this phase at all."""
    return phase_exists(session, phase)


@register.simple_tag
def session_title(session: DialogueSession) -> str:
    """The title in the reader's language, or the English of record, marked as such."""
    return localized(session.local_title)


@register.simple_tag
def clock(when: datetime, zone: str) -> str:
    """What the zone's clock shows: "15:00"."""
    return date_format(when.astimezone(zone_named(zone)), "H:i")


@register.simple_tag
def zone_city(zone: str) -> str:
    """The city of a meeting's zone: "New York"."""
    return city(zone_named(zone))


@register.simple_tag
def seconds(count: int) -> str:
    """A speaking time in words: whole minutes as minutes, everything else in seconds."""
    if count % 60:
        return ngettext("%(count)d second", "%(count)d seconds", count) % {"count": count}
    return ngettext("%(count)d minute", "%(count)d minutes", count // 60) % {"count": count // 60}


@register.inclusion_tag("portal/_phase_bar.html", takes_context=True)
def phase_bar(context: Context, session: DialogueSession, unless_over: bool = False) -> dict[str, Any]:
    """All phases of a session with their state in words, deadline in two zones and time left.

    `unless_over` is for lists, where phases that have all closed say nothing any more.
    """
    steps = phase_steps(session)
    if unless_over and all(step["state"] == PhaseState.CLOSED for step in steps):
        steps = []
    return {"session": session, "steps": steps, "reader_zone": context.get("reader_zone")}


@register.simple_tag(takes_context=True)
def session_links(context: Context, session: DialogueSession) -> list[dict[str, Any]]:
    """What this reader may open in the session; `current` is the page the reader is on or below."""
    request = context["request"]
    found = [(label, url) for provider in links for label, url in provider(session, request.user)]
    here = max((url for _label, url in found if request.path.startswith(url)), key=len, default="")
    return [{"label": label, "url": url, "current": url == here} for label, url in found]


@register.simple_tag(takes_context=True)
def may_join(context: Context, session: DialogueSession) -> bool:
    """Whether this reader is one of those concerned, who have the link to join online; asks nothing for visitors."""
    user = context["request"].user
    return session.is_online and user.is_authenticated and user.has_perm("sessions.join_online", session)


@register.simple_tag
def access_contact(session: DialogueSession) -> dict[str, str]:
    """Whom to ask about access: the person named for the session, else the portal's secretariat."""
    if session.access_contact_name or session.access_contact_email:
        return {"name": session.access_contact_name or _("The secretariat"), "email": session.access_contact_email}
    return {"name": _("The secretariat"), "email": settings.CONTACT_EMAIL}


@register.simple_tag
def counted_options(options: list[tuple[str, str, int]], chosen: str) -> SafeString:
    """The options of a list to choose from, as (value, words, how many): "2019 (12)".

    Put together here: as a template these hundred lines would take as long as the sessions beside them.
    """
    rows = (
        f'<option value="{escape(value)}"{SELECTED if value == chosen else ""}>{escape(words)} ({count})</option>'
        for value, words, count in options
    )
    return mark_safe("".join(rows))  # noqa: S308  (escaped above)


@register.simple_tag
def subscription(session: DialogueSession | None = None) -> str:
    """The address to which calendars subscribe: of one session, or of all that are still to come."""
    path = reverse("sessions:calendar", kwargs={"slug": session.slug}) if session else reverse("calendar")
    return "webcal://" + settings.PORTAL_URL.partition("://")[2] + path


@register.simple_tag
def series_meetings(session: DialogueSession) -> list[OtherMeeting]:
    """The other public meetings of the session's series."""
    return others_in_series(session)
