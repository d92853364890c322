"""What the home page and a session's navigation ask of this app. Registered in `apps.py`."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _, ngettext

from accounts.models import Organization, User
from accounts.organization_page import Involvement
from accounts.permissions import delegations_of, organizations_of
from dialogue_portal.registries import MyTask, WayIn, Words
from sessions.models import DialogueSession, PhaseWindow, Role, leave_of, phase_exists, phase_is_open, window_of
from sessions.permissions import roles_of, sessions_held
from stakeholders.models import Application, ApplicationStatus, ConflictOfInterest, Panel, PanelStatus, Review
from stakeholders.services.applying import PHASE


def my_tasks(user: User) -> Iterator[MyTask]:
    yield from _applicant_tasks(user)
    yield from _reviewer_tasks(user)
    yield from _chair_tasks(user)


def _applicant_tasks(user: User) -> Iterator[MyTask]:
    """Finish a draft before the close; confirm after selection. Two queries, and one for each that needs a leave."""
    if not organizations_of(user):
        return
    applications = Application.objects.of_applicant(user).filter(
        status__in=[ApplicationStatus.DRAFT, ApplicationStatus.SELECTED]
    )
    for application in applications.select_related("organization", "session").prefetch_related(
        "session__phase_windows"
    ):
        session, words = application.session, {"organization": application.organization}
        window = window_of(session, PHASE)
        if application.status == ApplicationStatus.SELECTED:
            yield MyTask(
                title=_("Confirm the participation of %(organization)s") % words,
                detail=session.title,
                url=reverse("stakeholders:apply-confirm", kwargs={"slug": session.slug, "pk": application.pk}),
                button=_("Confirm participation"),
                deadline=session.starts_at,
                time_zone=session.time_zone,
            )
        elif closes_at := window and _closes_at(window, application):
            yield MyTask(
                title=_("Submit the application of %(organization)s") % words,
                detail=session.title,
                url=application.get_absolute_url(),
                button=_("Continue the application"),
                deadline=closes_at,
                time_zone=session.time_zone,
            )


def _closes_at(window: PhaseWindow, application: Application) -> datetime | None:
    """Until when it can be submitted, by leave too. None once it cannot."""
    if window.is_open:
        return window.closes_at
    leave = leave_of(application.session, PHASE, application.organization)
    return leave.until if leave else None


def _reviewer_tasks(user: User) -> Iterator[MyTask]:
    """One task per session: how many reviews are still to be submitted. One query for any number of sessions."""
    held = sessions_held(user, Role.REVIEWER)
    if not held:
        return
    conflicted = ConflictOfInterest.objects.filter(reviewer=user, declaration=ConflictOfInterest.Declaration.CONFLICT)
    asked = (
        Application.objects.for_reviewer(user, *held)
        .filter(status=ApplicationStatus.ELIGIBLE)
        .exclude(session__in=Panel.objects.exclude(status=PanelStatus.PROPOSED).values("session"))
        .exclude(pk__in=conflicted.values("application"))
        .exclude(pk__in=Review.objects.submitted().filter(reviewer=user).values("application"))
    )
    for slug, title, waiting in asked.order_by().values_list("session__slug", "session__title").annotate(Count("pk")):
        words = ngettext("%(count)d application to review", "%(count)d applications to review", waiting)
        yield MyTask(
            title=words % {"count": waiting},
            detail=title,
            url=reverse("stakeholders:review", kwargs={"slug": slug}),
            button=_("Review applications"),
        )


def _chair_tasks(user: User) -> Iterator[MyTask]:
    held = sessions_held(user, Role.COMMISSION_CHAIR)
    for panel in Panel.objects.filter(session__in=held, status=PanelStatus.RECOMMENDED).select_related("session"):
        yield MyTask(
            title=_("Decide on the panel of stakeholders"),
            detail=panel.session.title,
            url=reverse("stakeholders:panel", kwargs={"slug": panel.session.slug}),
            button=_("Decide on the panel"),
            deadline=panel.session.starts_at,
            time_zone=panel.session.time_zone,
        )


def session_links(session: DialogueSession, user: Any) -> Iterator[tuple[Words, str]]:
    """The call for visitors while it is open; the working pages for those whose work it is."""

    def link(label: str, name: str) -> tuple[Words, str]:
        return label, reverse(f"stakeholders:{name}", kwargs={"slug": session.slug})

    if not phase_exists(session, PHASE):
        return
    roles = roles_of(user, session)
    if user.has_perm("stakeholders.screen_applications", session):
        yield link(_("Applications"), "applications")
    elif not roles and phase_is_open(session, PHASE):
        yield link(_("Apply"), "apply")
    if Role.REVIEWER in roles:
        yield link(_("Review"), "review")
    if user.is_authenticated and user.has_perm("stakeholders.view_panel", session):
        yield link(_("Panel"), "panel")


def way_in(session: DialogueSession, user: Any) -> Iterator[WayIn]:
    """For organizations; who acts for a delegation only is shown that way alone."""
    if user.is_authenticated and delegations_of(user) and not organizations_of(user):
        return
    yield WayIn(
        who=_("Organizations and other stakeholders"),
        how=_("An organization applies for one of the seats of the opening; drafts are kept until they are submitted."),
        phase=PHASE,
        url=reverse("stakeholders:apply", kwargs={"slug": session.slug}),
        button=_("Apply"),
        once_closed=_("Applications are being reviewed; all who applied hear of the decision on the same day."),
    )


def involvements(organization: Organization, user: User) -> Iterator[Involvement]:
    """The organisation's applications: to staff as they stand, to its members as applicants may know it."""
    applications = organization.applications.select_related("session").order_by("-session__starts_at", "pk")
    for application in applications:
        words: Words
        if user.has_perm("stakeholders.screen_application", application):
            words, url = application.get_status_display(), application.get_manage_url()
        else:
            words, url = application.words_for_applicant, application.get_absolute_url()
        tone = "neutral" if application.status == ApplicationStatus.WITHDRAWN else "open"
        yield Involvement(title=application.session.title, status=words, tone=tone, url=url)
