"""What staff should do next in a session, and the drafts that wait: read by the cockpit and by "asked of you"."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _, ngettext

from accounts.models import User
from dialogue_portal.registries import MyTask, Words
from sessions.models import DialogueSession, Role, SessionKind, SessionRole, SessionStatus
from sessions.permissions import may_have_deputies
from sessions.services import lacks_of
from sessions.services.phases import settable_phases

# Without these a dialogue cannot be held or concluded.
NEEDED_ROLES = (Role.MODERATOR, Role.RAPPORTEUR, Role.COMMISSION_CHAIR, Role.REVIEWER)


def next_step(session: DialogueSession) -> MyTask | None:
    """The one thing to do next; None if the session is set up, published and staffed, or cancelled."""
    if session.status == SessionStatus.DRAFT and not session.is_rehearsal:
        return _publishing(session)
    if session.status == SessionStatus.CANCELLED:
        return None
    given = {window.phase for window in session.phase_windows.all()}
    if set(settable_phases(session)) - given:
        return MyTask(
            title=_("Set the times of the phases"),
            detail=_("A phase without times stays closed."),
            url=reverse("sessions:phases", kwargs={"slug": session.slug}),
            button=_("Set the times"),
        )
    held = set(SessionRole.objects.in_force().own().filter(session=session).values_list("role", flat=True))
    needed = () if session.kind == SessionKind.SIDE_EVENT else NEEDED_ROLES
    if missing := [role for role in needed if role not in held]:
        return MyTask(
            title=_("Name the people of this session"),
            detail=_("Nobody holds these roles yet: %(roles)s.")
            % {"roles": ", ".join(str(role.label) for role in missing)},
            url=reverse("sessions:people", kwargs={"slug": session.slug}),
            button=_("Name people"),
        )
    return None


def _publishing(session: DialogueSession) -> MyTask:
    lacks = lacks_of(session)
    detail = (
        ngettext("%(n)s thing still lacks: %(what)s", "%(n)s things still lack: %(what)s", len(lacks))
        % {"n": len(lacks), "what": " ".join(str(lack.words) for lack in lacks)}
        if lacks
        else _("Nothing lacks. It becomes public when you publish it.")
    )
    return MyTask(
        title=_("Complete the session and publish it") if lacks else _("Publish the session"),
        detail=detail,
        url=reverse("sessions:set-up", kwargs={"slug": session.slug}),
        button=_("Check and complete") if lacks else _("Check and publish"),
        time_zone=session.time_zone,
    )


def draft_tasks(user: User) -> Iterable[MyTask]:
    """For the secretariat, the drafts that wait to be published, then those for which organizers ask. One query."""
    if not user.has_desk:
        return
    drafts = DialogueSession.objects.filter(status=SessionStatus.DRAFT).select_related("publishing_request")
    asked_for = []
    for session in drafts.order_by("starts_at", "title"):
        if hasattr(session, "publishing_request"):
            asked_for.append(session)
        elif not session.is_rehearsal:
            yield _publish_task(
                session,
                _("Publish “%(session)s”") % {"session": session},
                _("A draft made from a concept note is not public yet."),
            )
    for session in asked_for:
        yield _publish_task(
            session,
            _("Publish “%(session)s”: its organizers ask for it") % {"session": session},
            _("They have completed the page of their side event."),
        )


def _publish_task(session: DialogueSession, title: str, detail: str) -> MyTask:
    return MyTask(
        title=title,
        detail=detail,
        url=reverse("sessions:set-up", kwargs={"slug": session.slug}),
        button=_("Check and publish"),
        time_zone=session.time_zone,
    )


def own_links(session: DialogueSession, user: User) -> Iterable[tuple[Words, str]]:
    """The session's own pages in its navigation."""
    yield _("The session"), session.get_absolute_url()
    if user.has_perm("sessions.manage_session", session):
        yield _("Cockpit"), reverse("sessions:cockpit", kwargs={"slug": session.slug})
    if user.has_perm("sessions.edit_side_event", session):
        yield _("Edit the side event"), reverse("sessions:event", kwargs={"slug": session.slug})
    if not user.has_perm("sessions.manage_session", session) and may_have_deputies(user, session):
        yield _("Deputies"), reverse("sessions:deputies", kwargs={"slug": session.slug})
