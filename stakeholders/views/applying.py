"""The applicant's pages: start, the steps with their autosave, check and submit, take back, withdraw."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.forms.organizations import NewOrganizationForm
from accounts.models import JoinRequest, Organization
from accounts.principals import Acting, act_for, acting_for
from accounts.rate_limits import APPLYING, limited, seconds_to_wait
from accounts.services.organizations import LikelyDuplicates
from dialogue_portal.access import RequiresMixin, requires
from dialogue_portal.moments import moment_words
from dialogue_portal.revisions import StaleRevision
from dialogue_portal.states import InvalidTransition
from sessions.lookup import visible_session
from sessions.models import DialogueSession, leave_after_close, window_of
from sessions.phase_pages import only_with
from sessions.services import instructions_on
from sessions.templatetags.meeting import seconds
from stakeholders.description import describe, overlap_warnings, progress_of
from stakeholders.forms.applying import (
    DraftForm,
    ExperienceForm,
    Figures,
    InitiativeForm,
    OrganizationForm,
    RepresentativeForm,
)
from stakeholders.lookup import application_in_step, found_application, signed_in, with_step_content
from stakeholders.models import Application, ApplicationStatus
from stakeholders.services import applying
from stakeholders.services.applying import (
    PHASE,
    ApplicationsClosed,
    ChangedSinceSeen,
    IncompleteApplication,
)
from stakeholders.steps import Step, gaps_in


@require_safe
@requires("stakeholders.apply", visible_session)
@only_with(PHASE)
@never_cache
def apply(request: HttpRequest, session: DialogueSession) -> HttpResponse:
    """Where an applicant starts, or comes back to what was started."""
    acting = acting_for(request, Organization)
    applications = session.applications.filter(organization=acting.chosen).select_related("organization")
    context = {
        "session": session,
        "acting": acting,
        "window": window_of(session, PHASE),
        "is_open": applying.may_write(session, acting.chosen, request.user),
        "leave": leave_after_close(session, PHASE, acting.chosen),
        "applications": applications,
        "has_live": any(application.status != ApplicationStatus.WITHDRAWN for application in applications),
        "join_requests": JoinRequest.objects.waiting().filter(user=signed_in(request)).select_related("organization"),
    }
    return render(request, "stakeholders/apply.html", context)


@requires("stakeholders.apply", visible_session)
@only_with(PHASE)
@limited(APPLYING)
@never_cache
def new_organization(request: HttpRequest, session: DialogueSession) -> HttpResponse:
    """First step for an organisation that the portal does not know yet."""
    form = NewOrganizationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            application = applying.start_application(
                session,
                actor=signed_in(request),
                organization=form.values(),
                distinct_from=form.set_aside,
                token=form.cleaned_data["client_token"],
            )
            act_for(request, application.organization)
            return redirect(_step_url(application, Step.REPRESENTATIVE))
        except LikelyDuplicates as error:
            form.offer(error.matches)
        except ApplicationsClosed as error:
            form.add_error(None, _closed_words(request, error))
    context = {"session": session, "form": form, "window": window_of(session, PHASE), "step": Step.ORGANIZATION}
    return render(request, "stakeholders/new_organization.html", context)


@require_POST
@requires("stakeholders.apply", visible_session)
@limited(APPLYING)
def start(request: HttpRequest, session: DialogueSession) -> HttpResponse:
    """Begin an application for an organisation of one's own."""
    chosen, organizations = request.POST.get("organization"), request.user.organizations.all()  # type: ignore[union-attr]
    # By its text: what was sent may be no key at all.
    organization = next((organization for organization in organizations if str(organization.pk) == chosen), None)
    if organization is None:
        raise Http404
    try:
        application = applying.start_application(session, actor=signed_in(request), organization=organization)
    except ApplicationsClosed as error:
        messages.error(request, _closed_words(request, error))
        return redirect("stakeholders:apply", slug=session.slug)
    return redirect(_step_url(application, Step.ORGANIZATION))


@require_safe
@requires("stakeholders.edit_application", found_application)
@never_cache
def overview(request: HttpRequest, application: Application) -> HttpResponse:
    """Check and submit; after that, what was submitted and how it stands."""
    return _overview(request, application)


def _overview(request: HttpRequest, application: Application, *, status: int = 200) -> HttpResponse:
    gaps = gaps_in(application) if application.is_draft else []
    figures = [figure for initiative in application.initiatives.all() for figure in initiative.indicators.all()]
    context = {
        "session": application.session,
        "application": application,
        "acting": Acting(application.organization),
        "sections": describe(application),
        "progress": progress_of(gaps),
        "gaps": gaps,
        "warnings": overlap_warnings(figures),
        "window": window_of(application.session, PHASE),
        "is_open": applying.may_write(application.session, application.organization, request.user),
        "leave": leave_after_close(application.session, PHASE, application.organization),
        "digest": applying.digest_of(application),
        "step": Step.CHECK,
        "instructions": instructions_on(application),
    }
    return render(request, "stakeholders/overview.html", context, status=status)


@require_POST
@requires("stakeholders.edit_application", found_application)
@limited(APPLYING)
def submit(request: HttpRequest, application: Application) -> HttpResponse:
    try:
        applying.submit_application(application, actor=signed_in(request), seen=request.POST.get("seen", ""))
    except ApplicationsClosed as error:
        messages.error(request, _closed_words(request, error))
    except IncompleteApplication:
        messages.error(request, _("Something is still missing. What it is stands in the list of steps."))
    except ChangedSinceSeen:
        messages.error(request, _("Somebody changed the application meanwhile. Read it again, then submit it."))
    except InvalidTransition as error:
        # The second of two clicks finds the work done.
        if error.source != ApplicationStatus.SUBMITTED:
            messages.error(request, _not_a_draft())
    else:
        messages.success(request, _("The application was submitted. A receipt is on its way by e-mail."))
    return redirect(application)


@require_POST
@requires("stakeholders.edit_application", found_application)
@limited(APPLYING)
def reopen(request: HttpRequest, application: Application) -> HttpResponse:
    try:
        applying.reopen_application(application, actor=signed_in(request))
    except ApplicationsClosed as error:
        messages.error(request, _closed_words(request, error))
    except InvalidTransition:
        messages.error(request, _("The application is being dealt with and cannot be taken back. Ask the secretariat."))
    else:
        messages.success(request, _("The application is a draft again. Correct it, then submit it before the close."))
    return redirect(application)


@require_POST
@requires("stakeholders.edit_application", found_application)
@limited(APPLYING)
def withdraw(request: HttpRequest, application: Application) -> HttpResponse:
    try:
        applying.withdraw_application(application, actor=signed_in(request))
    except InvalidTransition:
        messages.info(request, _("The application was withdrawn already."))
    else:
        messages.success(request, _("The application was withdrawn. Your organization can apply anew until the close."))
    return redirect("stakeholders:apply", slug=application.session.slug)


@dataclass(frozen=True)
class StepPage:
    """How one step is edited: its form, the row that the form edits, the service that saves it."""

    form: type[DraftForm]
    row: Callable[[Application], models.Model | None]
    save: Callable[..., int]
    has_figures: bool = False


STEP_PAGES = {
    Step.ORGANIZATION: StepPage(OrganizationForm, lambda a: a.organization, applying.save_organization),
    Step.REPRESENTATIVE: StepPage(RepresentativeForm, lambda a: a, applying.save_application),
    Step.EXPERIENCE: StepPage(ExperienceForm, lambda a: a, applying.save_application),
    Step.INITIATIVE: StepPage(
        InitiativeForm, lambda a: a.initiatives.all()[0], applying.save_initiative, has_figures=True
    ),
}


@method_decorator(never_cache, name="dispatch")
class StepView(RequiresMixin, View):
    """One step: a plain form that saves on "Save and continue"."""

    permission = "stakeholders.edit_application"

    @cached_property
    def application(self) -> Application:
        return application_in_step(self.request, self.kwargs["slug"], self.kwargs["pk"])

    @cached_property
    def step(self) -> Step:
        if self.kwargs["step"] not in STEP_PAGES:
            raise Http404
        return Step(self.kwargs["step"])

    @property
    def page(self) -> StepPage:
        return STEP_PAGES[self.step]

    def get_permission_object(self) -> object:
        return self.application

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        own = self.application
        if not own.is_draft or not applying.may_write(own.session, own.organization, request.user):
            return redirect(own)
        return self.show(self.form())

    @method_decorator(limited(APPLYING))
    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        form, figures = self.form(request.POST), self.figures(request.POST)
        # Both are checked, so that all errors show at once.
        if figures and not figures.is_valid():
            form.add_error(None, figures.words_for_errors())
        if form.is_valid():
            try:
                self.save(form, figures)
                return redirect(f"{_step_url(self.application, self.step.following)}?saved={self.step.value}")
            except StaleRevision as error:
                form.show_conflict(error.current)
            except ApplicationsClosed as error:
                form.add_error(None, _closed_words(request, error))
            except InvalidTransition:
                form.add_error(None, _not_a_draft())
        return self.show(form, figures)

    def form(self, data: Any = None) -> DraftForm:
        return self.page.form(data, instance=self.page.row(self.application))

    def figures(self, data: Any = None) -> Figures | None:
        return Figures(self.application.initiatives.all()[0], data) if self.page.has_figures else None

    def save(self, form: DraftForm, figures: Figures | None) -> int:
        more = {"figures": figures.values()} if figures and figures.is_valid() else {}
        seen = form.cleaned_data["seen_revision"]
        return self.page.save(self.application, form.values(), actor=signed_in(self.request), seen=seen, **more)

    def show(self, form: DraftForm, figures: Figures | None = None) -> HttpResponse:
        stored = self.application
        if form.is_bound:
            # The form has put what was typed onto its row: the progress list is of what is stored.
            stored = application_in_step(self.request, self.kwargs["slug"], self.kwargs["pk"])
        with_step_content(stored)
        context = {
            "session": stored.session,
            "application": stored,
            "acting": Acting(stored.organization),
            "form": form,
            "figures": figures or self.figures(),
            "step": self.step,
            "progress": progress_of(gaps_in(stored)),
            "window": window_of(stored.session, PHASE),
            "leave": leave_after_close(stored.session, PHASE, stored.organization),
        }
        return render(self.request, "stakeholders/step.html", context)


class AutosaveView(StepView):
    """What is typed, saved a moment later; answers in words for the line that says how things stand."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        if wait := seconds_to_wait(request, APPLYING):
            words = _("Not saved yet: it is tried again in %(time)s. What you typed is still on this page.")
            return self.answer(429, words % {"time": seconds(wait)}, headers={"Retry-After": str(wait)})
        form, figures = self.form(request.POST), self.figures(request.POST)
        form.is_valid()
        if "seen_revision" not in form.cleaned_data:
            return self.answer(400, _("Not saved: load this page again. What you typed is kept on this device."))
        try:
            revision = self.save(form, figures)
        except StaleRevision:
            return self.answer(
                409, _("Not saved: somebody else saved this. Press “Save and continue” to see both texts.")
            )
        except ApplicationsClosed as error:
            return self.answer(403, _closed_words(request, error))
        except InvalidTransition:
            return self.answer(403, _not_a_draft())
        wrong = [str(form.fields[name].label) for name in form.errors if name in form.fields]
        return JsonResponse({"revision": revision, "saved_at": timezone.now().isoformat(), "wrong": wrong})

    def answer(self, status: int, words: str, **options: Any) -> JsonResponse:
        return JsonResponse({"message": words}, status=status, **options)


def first_step_url(application: Application) -> str:
    return _step_url(application, Step.ORGANIZATION)


def _step_url(application: Application, step: Step) -> str:
    if step == Step.CHECK:
        return application.get_absolute_url()
    return reverse(
        "stakeholders:apply-step", kwargs={"slug": application.session.slug, "pk": application.pk, "step": step.value}
    )


def _closed_words(request: HttpRequest, error: ApplicationsClosed) -> str:
    """When the call closed or opens, in the meeting's zone and the reader's; what was typed is still on the page."""
    window = error.window
    if window is None:
        return _("Applications are not open for this session.")
    is_early = timezone.now() < window.opens_at
    reader_zone = signed_in(request).time_zone or "UTC"
    when = moment_words(window.opens_at if is_early else window.closes_at, window.session.time_zone, reader_zone)
    if is_early:
        return _("Applications open on %(when)s. Nothing was saved.") % {"when": when}
    return _("Applications closed on %(when)s. This was not saved; what you typed is still on this page.") % {
        "when": when
    }


def _not_a_draft() -> str:
    return _("This application is not a draft any more, so it cannot be changed. What you typed is still on this page.")
