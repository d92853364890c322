"""What the live floor gives to pages of the whole portal: tasks for a person, a card for the cockpit, links.

Registered in `apps.py`; each costs a constant number of queries.
"""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.permissions import delegations_of
from dialogue_portal.registries import CockpitCard, MyTask, Words
from sessions.models import DialogueSession, Participant, Role
from sessions.permissions import sessions_held
from speakers.floor_state import OPEN_STATES, floor_of
from speakers.models import Floor


def floor_tasks(user: Any) -> Iterable[MyTask]:
    """On the day: run the floor, for moderator and presiding chair; ask for it, for delegations. Two queries."""
    now = timezone.now()
    held = DialogueSession.objects.under_way().filter(
        pk__in=sessions_held(user, Role.MODERATOR, Role.PRESIDING_CHAIR),
        starts_at__lt=now + timedelta(days=1),
        ends_at__gt=now,
    )
    for session in held:
        if now.astimezone(session.zone).date() >= session.starts_at.astimezone(session.zone).date():  # type: ignore[union-attr]  # published
            yield _task(session, _("Run the floor"), _("Open the console"), "speakers:floor")
    # In a rehearsal a delegation's place is taken by somebody invented: its own people know nothing of it.
    own = Participant.objects.filter(
        delegation__in=delegations_of(user),
        is_active=True,
        session__floor__state__in=OPEN_STATES,
        session__is_rehearsal=False,
    ).select_related("session")
    for session in {participant.session for participant in own}:
        yield _task(
            session, _("The meeting is on: ask for the floor"), _("Ask for the floor"), "speakers:floor-request"
        )


def _task(session: DialogueSession, title: str, button: str, view: str) -> MyTask:
    return MyTask(
        title=title,
        detail=str(session),
        url=reverse(view, kwargs={"slug": session.slug}),
        button=button,
        deadline=session.ends_at,
        time_zone=session.time_zone,
    )


def floor_card(session: DialogueSession, user: Any) -> Iterable[CockpitCard]:
    """The state of the meeting and, while it is on, who has the floor. One query then."""
    if not user.has_perm("speakers.view_console", session):
        return
    floor, running = getattr(session, "floor", None) or Floor(session=session), None
    if floor.state in OPEN_STATES:
        floor, running = floor_of(session.pk)
    yield CockpitCard(
        title=_("The floor"),
        figure=floor.get_state_display(),
        detail=str(running.participant) if running else _("Nobody has the floor"),
        url=reverse("speakers:floor", kwargs={"slug": session.slug}),
        order=50,
    )


def floor_links(session: DialogueSession, user: Any) -> Iterable[tuple[Words, str]]:
    """The screen for all; the console for its roles; asking for the floor while the meeting is on."""
    here = {"slug": session.slug}
    if user.has_perm("speakers.view_console", session):
        yield _("Floor console"), reverse("speakers:floor", kwargs=here)
    elif user.is_authenticated and _may_ask(session, user):
        yield _("Ask for the floor"), reverse("speakers:floor-request", kwargs=here)
    if session.is_under_way:
        yield _("Screen"), reverse("speakers:screen", kwargs=here)


def _may_ask(session: DialogueSession, user: Any) -> bool:
    floor = getattr(session, "floor", None)
    if floor is None or floor.state not in OPEN_STATES:
        return False
    return session.participants.filter(delegation__in=delegations_of(user), is_active=True).exists()
