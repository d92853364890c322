"""A consultation round: opening and closing it, and the Bureau member's pages."""

import uuid
from typing import Any

from django.contrib import messages
from django.db.models import Prefetch, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.http import require_POST, require_safe

from accounts.requests import SignedInRequest
from dialogue_portal.access import RequiresMixin, requires
from dialogue_portal.exports.answering import offers
from dialogue_portal.revisions import StaleRevision
from dialogue_portal.states import InvalidTransition
from sessions.forms import are_valid, staff_source_form
from sessions.models import Instruction, Role, SessionRole, leave_of
from sessions.phase_pages import only_with
from sessions.services import ReasonNeeded
from summaries.forms.consultation import AmendmentForm, CommentForm, OpenConsultationForm, PositionForm
from summaries.lookup import find_contribution, find_round, find_summary
from summaries.models import Amendment, Comment, ConsultationRound, Contribution, GroupPosition, Summary
from summaries.permissions import BUREAU_GROUPS, groups_of
from summaries.services import consultation as services
from summaries.services.versions import NothingWritten


@requires("summaries.open_consultation", find_summary)
@only_with(services.PHASE)
def open_round(request: SignedInRequest, summary: Summary) -> HttpResponse:
    session = summary.session
    form = OpenConsultationForm(request.POST or None, session=session)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            services.open_consultation(
                summary,
                opens_at=data["opens_at"],
                closes_at=data["closes_at"],
                silence_procedure=data["silence_procedure"],
                actor=request.user,
            )
        except NothingWritten:
            form.add_error(None, _("There is no paragraph to consult on yet."))
        except InvalidTransition:
            messages.error(request, _("The summary cannot go into consultation from the state that it is in now."))
            return redirect("summaries:detail", slug=session.slug)
        else:
            messages.success(request, _("The consultation is opened, and the Bureau members are written to."))
            return redirect("summaries:consultation", slug=session.slug)
    return render(request, "summaries/open_consultation.html", {"session": session, "form": form})


@require_POST
@requires("summaries.open_consultation", find_round)
def close_round(request: SignedInRequest, consultation: ConsultationRound) -> HttpResponse:
    try:
        services.close_consultation(consultation, actor=request.user, reason=request.POST.get("reason", ""))
    except ReasonNeeded:
        messages.error(request, _("Say why the consultation is closed before its time. Nothing was changed."))
    except InvalidTransition:
        messages.error(request, _("This round is closed already."))
    else:
        messages.success(request, _("The consultation is closed. The text can now be revised."))
    return redirect("summaries:consultation", slug=consultation.session.slug)


@require_safe
@requires("summaries.read_consultation", find_round)
@offers("summaries.positions")
def consultation(request: SignedInRequest, consultation: ConsultationRound) -> HttpResponse:
    """The frozen text with what has been said on it, as far as the reader may see that."""
    session = consultation.session
    groups = groups_of(request.user, session)
    context = round_context(request, consultation)
    late = [group for group in groups if services.takes_late_position(consultation, group)]
    context |= {
        "position_forms": _position_forms(consultation, groups if context["takes_views"] else late),
        "leaves": [leave for group in late if (leave := leave_of(session, services.PHASE, group))],
    }
    return render(request, "summaries/consultation.html", context)


def round_context(request: SignedInRequest, consultation: ConsultationRound) -> dict[str, Any]:
    said: dict[uuid.UUID, list[Contribution]] = {}
    for row in contributions(request, consultation):
        said.setdefault(row.paragraph_id, []).append(row)
    visible: QuerySet[GroupPosition] = GroupPosition.objects.visible_to(request.user).filter(round=consultation)
    told = Prefetch("instructions", Instruction.objects.shown())
    positions: list[GroupPosition] = list(visible.select_related("stated_by").prefetch_related(told))
    sees_all = request.user.has_perm("summaries.read_draft", consultation)
    heard = {position.regional_group for position in positions}
    return {
        "session": consultation.session,
        "round": consultation,
        "version": consultation.version,
        "sections": [
            {
                "heading": section.heading,
                "rows": [{"paragraph": row, "said": said.get(row.id, [])} for row in section.paragraphs],
            }
            for section in consultation.version.sections
        ],
        "window": services.consultation_window(consultation),
        "takes_views": services.takes_views(consultation),
        "positions": positions,
        "unheard": [group for group in BUREAU_GROUPS if group not in heard] if sees_all else [],
        "sees_all": sees_all,
        "renderings": list(consultation.version.renderings.order_by("-file_format")),
    }


def contributions(request: SignedInRequest, consultation: ConsultationRound) -> list[Contribution]:
    """Comments and amendments that the reader may see: by paragraph of the version, then as they were made."""
    order = {paragraph_id: row.number for paragraph_id, row in consultation.version.paragraphs.items()}
    rows: list[Contribution] = []
    for kind in (Comment, Amendment):
        visible: QuerySet[Contribution] = kind.objects.visible_to(request.user).filter(round=consultation)
        shown = Prefetch("disposition__instructions", Instruction.objects.shown())
        rows.extend(visible.select_related("author", "disposition__decided_by").prefetch_related(shown))
    for row in rows:
        # One object for all, whose text is read once.
        row.round = consultation
    return sorted(rows, key=lambda row: (order[row.paragraph_id], row.made_at))


def _position_forms(consultation: ConsultationRound, groups: list[str]) -> list[PositionForm]:
    stored = {row.regional_group: row for row in consultation.positions.filter(regional_group__in=groups)}
    return [position_form(consultation, group, stored.get(group)) for group in groups]


def position_form(
    consultation: ConsultationRound, group: str, stored: GroupPosition | None, data: Any = None
) -> PositionForm:
    instance = stored or GroupPosition(round=consultation, regional_group=group)
    return PositionForm(data, instance=instance, auto_id=f"id_{group}_%s")


@require_POST
@requires("summaries.speak_for_group", find_round)
def state_position(request: SignedInRequest, consultation: ConsultationRound) -> HttpResponse:
    group = request.POST.get("regional_group", "")
    if group not in groups_of(request.user, consultation.session):
        raise Http404
    stored = consultation.positions.filter(regional_group=group).first()
    form = position_form(consultation, group, stored, request.POST)
    if form.is_valid():
        try:
            services.state_position(
                consultation,
                group=group,
                position=form.cleaned_data["position"],
                text=form.cleaned_data["text"],
                seen=form.cleaned_data["seen_revision"],
                actor=request.user,
            )
        except StaleRevision as error:
            form.show_conflict(error.current)
        except services.ConsultationClosed:
            return _round_over(request, consultation)
        else:
            messages.success(request, _("The position of the group is recorded. It may be changed until the close."))
            return redirect("summaries:consultation", slug=consultation.session.slug)
    context = {"session": consultation.session, "form": form, "button": _("State the group’s position")}
    return render(request, "summaries/form.html", context | {"title": form.instance.get_regional_group_display()})


@requires("summaries.record_position", find_round)
def record_position(request: SignedInRequest, consultation: ConsultationRound) -> HttpResponse:
    """The secretariat records what a Bureau member has said for the group, on that member's word."""
    session = consultation.session
    group = request.POST.get("regional_group") or request.GET.get("group", "")
    if group not in BUREAU_GROUPS:
        raise Http404
    stored = consultation.positions.filter(regional_group=group).first()
    form = position_form(consultation, group, stored, request.POST or None)
    source = staff_source_form(request, session, deciders=SessionRole.objects.holders(session, Role.BUREAU, group))
    if request.method == "POST" and source and are_valid(form, source):
        try:
            services.state_position(
                consultation,
                group=group,
                position=form.cleaned_data["position"],
                text=form.cleaned_data["text"],
                seen=form.cleaned_data["seen_revision"],
                actor=request.user,
                source=source.source(),
            )
        except StaleRevision as error:
            form.show_conflict(error.current)
        except services.ConsultationClosed:
            return _round_over(request, consultation)
        else:
            messages.success(request, _("The position of the group is recorded, and its Bureau member is written to."))
            return redirect("summaries:consultation", slug=session.slug)
    context = {"session": session, "form": form, "source_form": source, "group": group}
    return render(request, "summaries/record_position.html", context)


class ContributeView(RequiresMixin, View):
    """One paragraph of the version in consultation: comment on it, or propose another wording."""

    permission = "summaries.speak_for_group"
    request: SignedInRequest

    def get_permission_object(self) -> ConsultationRound:
        self.round = find_round(self.request, self.kwargs["slug"])
        return self.round

    def get(self, request: SignedInRequest, slug: str, paragraph_id: uuid.UUID) -> HttpResponse:
        return self.answer(request, self.paragraph(paragraph_id))

    def post(self, request: SignedInRequest, slug: str, paragraph_id: uuid.UUID) -> HttpResponse:
        paragraph = self.paragraph(paragraph_id)
        is_comment = "comment" in request.POST
        form = self.comment_form(request.POST) if is_comment else self.amendment_form(paragraph, request.POST)
        if not form.is_valid():
            kept = {"comment_form": form} if is_comment else {"amendment_form": form}
            return self.answer(request, paragraph, **kept)
        try:
            self.contribute(paragraph, form)
        except services.ConsultationClosed:
            return _round_over(request, self.round)
        messages.success(
            request,
            _("The comment on paragraph %(number)d is with the Chair.") % {"number": paragraph.number}
            if is_comment
            else _("The proposal for paragraph %(number)d is with the Chair.") % {"number": paragraph.number},
        )
        keep = f"{'comment' if is_comment else 'amendment'}:{paragraph.id}"
        return redirect(reverse("summaries:consultation", args=[slug]) + f"?sent={keep}#p-{paragraph.id}")

    def contribute(self, paragraph: Any, form: Any) -> None:
        data = form.cleaned_data
        common = {
            "paragraph_id": paragraph.id,
            "group": data["regional_group"],
            "actor": self.request.user,
            "token": data["client_token"],
        }
        if "text" in data:
            services.comment_on(self.round, text=data["text"], **common)
        else:
            services.propose_amendment(
                self.round, proposed_text=data["proposed_text"], explanation=data["explanation"], **common
            )

    def paragraph(self, paragraph_id: uuid.UUID) -> Any:
        try:
            return self.round.version.paragraphs[paragraph_id]
        except KeyError:
            raise Http404 from None

    def comment_form(self, data: Any = None) -> CommentForm:
        return CommentForm(data, groups=groups_of(self.request.user, self.round.session), auto_id="id_comment_%s")

    def amendment_form(self, paragraph: Any, data: Any = None) -> AmendmentForm:
        groups = groups_of(self.request.user, self.round.session)
        return AmendmentForm(data, groups=groups, frozen_text=paragraph.text, auto_id="id_amendment_%s")

    def answer(self, request: SignedInRequest, paragraph: Any, **forms: Any) -> HttpResponse:
        said = [row for row in contributions(request, self.round) if row.paragraph_id == paragraph.id]
        context = {
            "session": self.round.session,
            "round": self.round,
            "paragraph": paragraph,
            "said": said,
            "window": services.consultation_window(self.round),
            "takes_views": services.takes_views(self.round),
            "comment_form": self.comment_form(),
            "amendment_form": self.amendment_form(paragraph),
        }
        return render(request, "summaries/contribute.html", context | forms)


@require_POST
@requires("summaries.withdraw_contribution", find_contribution)
def withdraw(request: SignedInRequest, contribution: Contribution) -> HttpResponse:
    try:
        services.withdraw_contribution(contribution, actor=request.user)
    except services.ConsultationClosed:
        return _round_over(request, contribution.round)
    except InvalidTransition:
        messages.error(request, _("The Chair has decided on this already."))
    else:
        messages.success(request, _("It is withdrawn."))
    return redirect("summaries:consultation", slug=contribution.session.slug)


def _round_over(request: SignedInRequest, consultation: ConsultationRound) -> HttpResponse:
    messages.error(request, _("The consultation is not open at this moment: nothing was recorded."))
    return redirect("summaries:consultation", slug=consultation.session.slug)
