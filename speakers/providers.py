"""What speaking gives to pages of the whole portal: tasks for a person, cards for the cockpit, links of a session.

Registered in `apps.py`; each costs a constant number of queries.
"""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _, ngettext

from accounts.models import Delegation
from accounts.permissions import delegations_of, organizations_of, own_delegations
from dialogue_portal.registries import CockpitCard, MyTask, WayIn, Words
from sessions.models import DialogueSession, PhaseWindow, Role, SessionStatus, phase_exists
from sessions.permissions import sessions_held
from speakers.models import SpeakingIntent
from speakers.services.intents import PHASE


def intent_tasks(user: Any) -> Iterable[MyTask]:
    """While intents may be communicated: to do so, or to complete what is to be confirmed. Three queries at most."""
    delegations = own_delegations(user)
    if not delegations:
        return
    windows = open_windows()
    own = SpeakingIntent.objects.filter(session__in=[window.session_id for window in windows])
    intents = list(own.settled().filter(delegation__in=delegations).select_related("delegation", "session"))
    answered = {(intent.session_id, intent.delegation_id) for intent in intents}
    for window in windows:
        for delegation in delegations:
            # A delegation that withdrew has answered.
            if (window.session_id, delegation.pk) not in answered:
                yield _register_task(window, delegation)
        for intent in intents:
            if intent.session_id == window.session_id and not intent.is_withdrawn and not intent.is_complete:
                yield _complete_task(window, intent)


def open_windows() -> list[PhaseWindow]:
    now = timezone.now()
    windows = PhaseWindow.objects.filter(phase=PHASE, opens_at__lte=now, closes_at__gt=now)
    return list(windows.filter(session__status=SessionStatus.PUBLISHED).select_related("session"))


def _register_task(window: PhaseWindow, delegation: Delegation) -> MyTask:
    session = window.session
    return MyTask(
        title=_("Communicate your minister’s intention to speak"),
        detail=_("%(delegation)s · %(session)s") % {"delegation": delegation, "session": session},
        url=reverse("speakers:register-intent", kwargs={"slug": session.slug}) + f"?for={delegation.pk}",
        button=_("Communicate the intention"),
        deadline=window.closes_at,
        time_zone=session.time_zone,
    )


def _complete_task(window: PhaseWindow, intent: SpeakingIntent) -> MyTask:
    session = window.session
    missing = _("level to be confirmed") if intent.name else _("name to be confirmed")
    return MyTask(
        title=_("Complete the intent to speak: %(missing)s") % {"missing": missing},
        detail=_("%(delegation)s · %(session)s") % {"delegation": intent.delegation, "session": session},
        url=reverse("speakers:amend-intent", kwargs={"slug": session.slug, "pk": intent.pk}),
        button=_("Complete it"),
        deadline=window.closes_at,
        time_zone=session.time_zone,
    )


def point_tasks(user: Any) -> Iterable[MyTask]:
    """For the rapporteur, from the day of the meeting in its own zone until the meeting's end. One query."""
    now = timezone.now()
    held = DialogueSession.objects.under_way().filter(pk__in=sessions_held(user, Role.RAPPORTEUR))
    for session in held.filter(ends_at__gt=now):
        if now.astimezone(session.zone).date() >= session.starts_at.astimezone(session.zone).date():  # type: ignore[union-attr]  # published
            yield MyTask(
                title=_("Note the points made in the dialogue"),
                detail=str(session),
                url=reverse("speakers:points", kwargs={"slug": session.slug}),
                button=_("Note points"),
                deadline=session.ends_at,
                time_zone=session.time_zone,
            )


def point_card(session: DialogueSession, user: Any) -> Iterable[CockpitCard]:
    if not user.has_perm("speakers.note_point", session):
        return
    kinds = list(session.points.values_list("kind", flat=True))
    undecided = kinds.count("")
    yield CockpitCard(
        title=_("Points noted"),
        figure=len(kinds),
        detail=ngettext("%(count)d without a kind", "%(count)d without a kind", undecided) % {"count": undecided},
        url=reverse("speakers:points", kwargs={"slug": session.slug}),
        order=60,
    )


def way_in(session: DialogueSession, user: Any) -> Iterable[WayIn]:
    """For delegations; who acts for an organization only is shown that way alone."""
    if user.is_authenticated and organizations_of(user) and not delegations_of(user):
        return
    yield WayIn(
        who=_("Ministers and heads of delegations"),
        how=_("The delegation’s focal point communicates the intention to speak; name and topic may follow later."),
        phase=PHASE,
        url=reverse("speakers:intent", kwargs={"slug": session.slug}),
        button=_("Communicate an intention to speak"),
        once_closed=_("A delegation that still wishes to speak asks the secretariat."),
    )


def screen_page(session: DialogueSession) -> Iterable[tuple[Words, str]]:
    yield _("See who has the floor"), reverse("speakers:screen", kwargs={"slug": session.slug})


def speaking_links(session: DialogueSession, user: Any) -> Iterable[tuple[Words, str]]:
    """The delegate's page for all, who then read how ministers take part; the pool and the points for their readers."""
    here = {"slug": session.slug}
    if not phase_exists(session, PHASE):
        pass
    elif user.has_perm("speakers.view_pool", session):
        yield _("Intents to speak"), reverse("speakers:pool", kwargs=here)
    elif user.has_perm("speakers.register_intent", session):
        yield _("Intent to speak"), reverse("speakers:intent", kwargs=here)
    else:
        yield _("How ministers take part"), reverse("speakers:intent", kwargs=here)
    if user.has_perm("speakers.note_point", session):
        yield _("Points noted"), reverse("speakers:points", kwargs=here)
