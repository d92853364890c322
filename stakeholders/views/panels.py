"""The page of the panel and what can be done on it: suggest, change, recommend, decide, release, invite."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from dialogue_portal.access import requires
from dialogue_portal.exports.answering import offers
from dialogue_portal.revisions import StaleRevision
from dialogue_portal.states import InvalidTransition
from sessions.forms import SourceForm, are_valid, staff_source_form
from sessions.lookup import visible_session
from sessions.models import DialogueSession, Role, SessionRole
from sessions.permissions import roles_of
from sessions.phase_pages import only_with
from sessions.services import instructions_on
from stakeholders import services
from stakeholders.balance import RULES
from stakeholders.forms.panels import DecisionForm, InvitationForm, RecommendationForm, RulesForm
from stakeholders.lookup import signed_in
from stakeholders.models import PanelStatus
from stakeholders.panel_page import PanelPage
from stakeholders.services.applying import PHASE

PER_PAGE = 50


@require_safe
@requires("stakeholders.view_panel", visible_session)
@only_with(PHASE)
@offers("stakeholders.candidates", "stakeholders.panel", "stakeholders.balance")
@never_cache
def panel(request: HttpRequest, session: DialogueSession) -> HttpResponse:
    return _show(request, PanelPage(session, signed_in(request)))


def _show(request: HttpRequest, page: PanelPage, **forms: BaseForm | None) -> HttpResponse:
    """The page with the forms that this person may use now; a form with errors is given."""
    session, stored = page.session, page.panel
    allowed = {
        act: request.user.has_perm(f"stakeholders.{act}", session)
        for act in ("recommend_panel", "decide_panel", "release_decisions")
    }
    context: dict[str, Any] = {
        "session": session,
        "page": page,
        "panel": stored,
        "seats": [(seat, page.score_of(seat.application)) for seat in page.recommended],
        "may": allowed,
        "swap": page.swap(request.GET.get("leaving", ""), request.GET.get("joining", "")),
        "entries": Paginator(page.entries(), PER_PAGE).get_page(request.GET.get("page")),
        "standing": _standing(stored.status),
    }
    context["page_obj"] = context["entries"]
    if stored.status == PanelStatus.PROPOSED and allowed["recommend_panel"]:
        rules = {rule: getattr(page.constraints, rule) for rule in RULES}
        context["rules_form"] = RulesForm(panel=stored, initial=rules)
        context["recommendation_form"] = RecommendationForm(panel=stored, seats=page.recommended)
    if stored.status == PanelStatus.RECOMMENDED and allowed["decide_panel"]:
        eligible = page.field.applications.values()
        context["decision_form"] = DecisionForm(panel=stored, seats=page.recommended, eligible=eligible)
        context["source_form"] = _chairs_word(request, session)
    if stored.decided_at:
        context["instructions"] = instructions_on(stored)
    if stored.status == PanelStatus.PROPOSED and allowed["release_decisions"]:
        context["invitation_form"] = InvitationForm()
    return render(request, "stakeholders/panel.html", {**context, **forms})


def _standing(status: str) -> str:
    tones = {PanelStatus.PROPOSED: "neutral", PanelStatus.RECOMMENDED: "soon", PanelStatus.DECIDED: "open"}
    return tones.get(PanelStatus(status), "done")


def _act(request: HttpRequest, session: DialogueSession, act: Callable[[], object], done: str) -> HttpResponse:
    """Run a service and say what came of it; every way out leads back to the page."""
    try:
        act()
    except StaleRevision:
        messages.error(request, _("Somebody else changed the panel meanwhile. Look at it, then try again."))
    except InvalidTransition:
        messages.error(request, _("The panel has moved on meanwhile, so this cannot be done any more."))
    except services.WrongSize:
        messages.error(request, _("The set has too few or too many seats, or somebody in it is not eligible any more."))
    except services.NotScreened as error:
        words = ngettext(
            "%(count)d application is not screened: its applicant would not hear. Screen it first.",
            "%(count)d applications are not screened: their applicants would not hear. Screen them first.",
            error.count,
        )
        messages.error(request, words % {"count": error.count})
    else:
        if done:
            messages.success(request, done)
    return redirect("stakeholders:panel", slug=session.slug)


@require_POST
@requires("stakeholders.recommend_panel", visible_session)
def suggest(request: HttpRequest, session: DialogueSession) -> HttpResponse:
    page = PanelPage(session, signed_in(request))
    form = RulesForm(request.POST, panel=page.panel)
    if not form.is_valid():
        return _show(request, page, rules_form=form)
    seen = form.cleaned_data["seen_revision"]
    return _act(
        request,
        session,
        lambda: services.suggest_set(session, actor=page.user, seen=seen, rules=form.rules()),
        "",
    )


@require_POST
@requires("stakeholders.recommend_panel", visible_session)
def change(request: HttpRequest, session: DialogueSession) -> HttpResponse:
    """Somebody leaves the set, joins it, or both."""
    page = PanelPage(session, signed_in(request))
    keys = page.keys_with(leaving=request.POST.get("leaving", ""), joining=request.POST.get("joining", ""))
    seen = int(request.POST["seen_revision"]) if request.POST.get("seen_revision", "").isdecimal() else 0
    return _act(
        request,
        session,
        lambda: services.change_set(session, actor=page.user, seen=seen, applications=keys),
        _("The set was changed."),
    )


@require_POST
@requires("stakeholders.recommend_panel", visible_session)
def recommend(request: HttpRequest, session: DialogueSession) -> HttpResponse:
    page = PanelPage(session, signed_in(request))
    form = RecommendationForm(request.POST, panel=page.panel, seats=page.recommended)
    if not form.is_valid():
        return _show(request, page, recommendation_form=form)
    return _act(
        request,
        session,
        lambda: services.recommend_panel(
            session,
            actor=page.user,
            seen=form.cleaned_data["seen_revision"],
            reasons=form.cleaned_data["reasons"],
            seat_reasons=form.seat_reasons(),
        ),
        _("The set was recommended to the Chair of the Commission, who was written to."),
    )


def _chairs_word(request: HttpRequest, session: DialogueSession) -> SourceForm | None:
    """On what staff record the decision; the Chair's own needs no source."""
    if Role.COMMISSION_CHAIR in roles_of(signed_in(request), session):
        return None
    deciders = SessionRole.objects.holders(session, Role.COMMISSION_CHAIR)
    return staff_source_form(request, session, deciders=deciders)


@require_POST
@requires("stakeholders.decide_panel", visible_session)
def decide(request: HttpRequest, session: DialogueSession) -> HttpResponse:
    page = PanelPage(session, signed_in(request))
    form = DecisionForm(
        request.POST, panel=page.panel, seats=page.recommended, eligible=page.field.applications.values()
    )
    source = _chairs_word(request, session)
    if not are_valid(form, source):
        return _show(request, page, decision_form=form, source_form=source)
    return _act(
        request,
        session,
        lambda: services.decide_panel(
            session,
            actor=page.user,
            seen=form.cleaned_data["seen_revision"],
            choices=form.choices(),
            reasons=form.cleaned_data["reasons"],
            source=source.source() if source else None,
        ),
        _("The decision was recorded. Nobody hears of it until the secretariat makes it known to all."),
    )


@require_POST
@requires("stakeholders.release_decisions", visible_session)
def release(request: HttpRequest, session: DialogueSession) -> HttpResponse:
    seen = int(request.POST["seen_revision"]) if request.POST.get("seen_revision", "").isdecimal() else 0
    return _act(
        request,
        session,
        lambda: services.release_decisions(session, actor=signed_in(request), seen=seen),
        _("The decisions are known: every applicant is being written to."),
    )


@require_POST
@requires("stakeholders.release_decisions", visible_session)
def invite(request: HttpRequest, session: DialogueSession) -> HttpResponse:
    """Record a stakeholder whom the Chair invited."""
    page = PanelPage(session, signed_in(request))
    form = InvitationForm(request.POST)
    if not form.is_valid():
        return _show(request, page, invitation_form=form)
    return _act(
        request,
        session,
        lambda: services.invite_stakeholder(
            session,
            actor=page.user,
            organization=form.organization(),
            speaker_name=form.cleaned_data["speaker_name"],
            speaker_title=form.cleaned_data["speaker_title"],
        ),
        _("The invitation was recorded. The balance counts it from the next suggestion on."),
    )
