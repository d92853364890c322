"""The secretariat's pages: the applications of a session, one application, the finding on it."""

from collections.abc import Iterable

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.forms.organizations import EcosocCheckForm
from accounts.models import StakeholderKind, User
from accounts.services.ecosoc import check_ecosoc_status
from dialogue_portal.access import requires
from dialogue_portal.exports.answering import offers
from dialogue_portal.revisions import StaleRevision
from dialogue_portal.states import InvalidTransition
from sessions.lookup import visible_session
from sessions.models import DialogueSession
from sessions.phase_pages import only_with
from sessions.services import instructions_on
from stakeholders import services
from stakeholders.description import describe
from stakeholders.forms.applying import ConfirmationForm
from stakeholders.forms.screening import ApplicationFilter, ScreeningForm, SettlementForm
from stakeholders.lookup import found_application, signed_in
from stakeholders.models import Application, ApplicationStatus, ConflictOfInterest
from stakeholders.services.applying import PHASE

PER_PAGE = 50
# What the list shows of an application: its texts are long.
LISTED = (
    "session",
    "status",
    "speaker_name",
    "organization__name",
    "organization__kind",
    "organization__regional_group",
    "organization__headquarters__short_name",
)
TONES = {
    ApplicationStatus.DRAFT: "neutral",
    ApplicationStatus.SUBMITTED: "soon",
    ApplicationStatus.ELIGIBLE: "open",
    ApplicationStatus.INELIGIBLE: "neutral",
    ApplicationStatus.SELECTED: "open",
    ApplicationStatus.NOT_SELECTED: "neutral",
    ApplicationStatus.CONFIRMED: "done",
    ApplicationStatus.WITHDRAWN: "neutral",
}


@require_safe
@requires("stakeholders.screen_applications", visible_session)
@only_with(PHASE)
@offers("stakeholders.applications", "stakeholders.review-progress")
def application_list(request: HttpRequest, session: DialogueSession) -> HttpResponse:
    """All applications of a session, with filters and counts."""
    form = ApplicationFilter(request.GET or None)
    rows = session.applications.all()
    counts = dict(rows.order_by().values_list("status").annotate(Count("pk")))
    if form.is_bound:
        rows = form.apply(rows)
    rows = rows.select_related("organization__headquarters").only(*LISTED).order_by("organization__name", "pk")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "session": session,
        "form": form,
        "page_obj": page,
        "rows": _rows(page),
        "found": page.paginator.count,
        "counts": [(status.value, status.label, counts.get(status.value, 0)) for status in ApplicationStatus],
    }
    return render(request, "stakeholders/application_list.html", context)


def _rows(applications: Iterable[Application]) -> list[tuple[Application, str, str, str]]:
    """Each application with its kind, status and tone in words: a choice's own display reads all choices anew."""
    kinds = {value: str(label) for value, label in StakeholderKind.choices}
    statuses = {value: str(label) for value, label in ApplicationStatus.choices}
    return [
        (row, kinds[row.organization.kind], statuses[row.status], TONES[ApplicationStatus(row.status)])
        for row in applications
    ]


@requires("stakeholders.screen_application", found_application)
def application_detail(request: HttpRequest, application: Application) -> HttpResponse:
    """One application with what screening needs to know; a POST records the finding."""
    form = ScreeningForm(request.POST or None, instance=application)
    if request.method == "POST" and form.is_valid():
        try:
            _screen(form, application, actor=signed_in(request))
        except StaleRevision as error:
            form.show_conflict(error.current)
        except InvalidTransition:
            form.add_error(None, _("The status of this application does not allow a finding any more."))
        else:
            return redirect(_next_to_screen(request, application))
    return _detail(request, application, form)


def _screen(form: ScreeningForm, application: Application, *, actor: User) -> None:
    values = form.cleaned_data
    services.screen_application(
        application,
        actor=actor,
        seen=values["seen_revision"],
        is_eligible=values["outcome"] == ApplicationStatus.ELIGIBLE,
        reason=values["screening_reason"],
        has_worked_with_governments=values["has_worked_with_governments"],
        government_evidence=values["government_evidence"],
    )


def _next_to_screen(request: HttpRequest, application: Application) -> str:
    """Say what was recorded, and go on with the next application that waits; else back to the list."""
    words = {"organization": application.organization, "finding": application.get_status_display()}
    messages.success(request, _("%(organization)s: %(finding)s.") % words)
    waiting = application.session.applications.filter(status=ApplicationStatus.SUBMITTED)
    following = waiting.order_by("organization__name", "pk").first()
    return following.get_manage_url() if following else _list_url(application.session)


def _detail(request: HttpRequest, application: Application, form: ScreeningForm) -> HttpResponse:
    context = {
        "session": application.session,
        "application": application,
        "sections": describe(application),
        "form": form,
        "instructions": instructions_on(application),
        "ecosoc_form": EcosocCheckForm(),
        "checked": application.organization.checked_status,
        "conflicts": application.conflicts.filter(declaration=ConflictOfInterest.Declaration.CONFLICT).select_related(
            "reviewer"
        ),
        "settlement_form": SettlementForm(),
        "confirmation_form": ConfirmationForm() if application.status == ApplicationStatus.SELECTED else None,
        "tone": TONES[ApplicationStatus(application.status)],
    }
    return render(request, "stakeholders/application_detail.html", context)


@require_POST
@requires("stakeholders.screen_application", found_application)
def check_status(request: HttpRequest, application: Application) -> HttpResponse:
    """Record the consultative status as checked."""
    form = EcosocCheckForm(request.POST)
    if form.is_valid():
        check_ecosoc_status(application.organization, actor=signed_in(request), **form.cleaned_data)
        messages.success(request, _("The checked status was recorded."))
    else:
        messages.error(request, " ".join(str(error) for errors in form.errors.values() for error in errors))
    return redirect(application.get_manage_url())


@require_POST
@requires("stakeholders.screen_application", found_application)
def settle_conflict(request: HttpRequest, application: Application) -> HttpResponse:
    """Record how a declared conflict was settled."""
    key = request.POST.get("conflict", "")
    # By its text: what was sent may be no key at all.
    conflict = next((conflict for conflict in application.conflicts.all() if str(conflict.pk) == key), None)
    if conflict is None:
        raise Http404
    form = SettlementForm(request.POST)
    if form.is_valid():
        services.settle_conflict(conflict, actor=signed_in(request), settlement=form.cleaned_data["settlement"])
        messages.success(request, _("The conflict of interest is settled."))
    else:
        messages.error(request, _("Say how the conflict of interest was settled."))
    return redirect(application.get_manage_url())


def _list_url(session: DialogueSession) -> str:
    return reverse("stakeholders:applications", kwargs={"slug": session.slug})
