"""The Chair's decisions and their table; the final version and its publication."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_POST, require_safe

from accounts.requests import SignedInRequest
from dialogue_portal.access import requires
from dialogue_portal.exports.answering import offers
from dialogue_portal.revisions import StaleRevision
from dialogue_portal.states import InvalidTransition
from dialogue_portal.word_diff import carry_over
from sessions.forms import SourceForm, are_valid, staff_source_form
from sessions.models import DialogueSession, Role, SessionRole
from summaries.forms.decisions import AmendmentDecisionForm, CommentDecisionForm
from summaries.lookup import find_contribution, find_summary
from summaries.models import Amendment, ConsultationRound, Contribution, Paragraph, Summary
from summaries.permissions import is_chair
from summaries.services import decisions, publication
from summaries.services.status import TextIsClosed
from summaries.services.versions import NothingWritten
from summaries.views.consultation import contributions
from summaries.views.drafting import text_closed


@require_safe
@requires("summaries.read_consultation", find_summary)
@offers("summaries.dispositions")
def dispositions(request: SignedInRequest, summary: Summary) -> HttpResponse:
    """All comments and amendments of all rounds that the reader may see, with what the Chair decided."""
    rounds = ConsultationRound.objects.filter(version__summary=summary).select_related("version")
    tables = []
    for consultation in rounds.filter(version__in=summary.versions.visible_to(request.user)):
        consultation.version.summary = summary
        tables.append((consultation, contributions(request, consultation)))
    context = {"session": summary.session, "summary": summary, "tables": tables}
    return render(request, "summaries/dispositions.html", context)


@requires("summaries.decide_contribution", find_contribution)
def decide(request: SignedInRequest, contribution: Contribution) -> HttpResponse:
    """One comment or amendment before the Chair: the frozen wording, the one now, the one proposed."""
    paragraph = Paragraph.objects.get(pk=contribution.paragraph_id)
    form = _decision_form(request, contribution, paragraph)
    source = _chairs_word(request, contribution.session)
    if request.method == "POST" and are_valid(form, source):
        try:
            _record(request, contribution, form, source)
        except StaleRevision as error:
            paragraph = Paragraph.objects.get(pk=error.current.pk)
            _show_change(form, paragraph)
        except InvalidTransition:
            messages.error(request, _("This has been decided or withdrawn already."))
            return redirect("summaries:dispositions", slug=contribution.session.slug)
        except TextIsClosed:
            return text_closed(request, contribution.session)
        else:
            messages.success(request, _("The decision is recorded."))
            return redirect(
                reverse("summaries:consultation", args=[contribution.session.slug]) + f"#c-{contribution.pk}"
            )
    frozen = contribution.frozen_paragraph
    context = {
        "session": contribution.session,
        "contribution": contribution,
        "is_amendment": isinstance(contribution, Amendment),
        "frozen": frozen,
        "paragraph": paragraph,
        "has_moved_on": paragraph.revision != frozen.revision,
        "form": form,
        "source_form": source,
    }
    return render(request, "summaries/decide.html", context)


def _chairs_word(request: SignedInRequest, session: DialogueSession) -> SourceForm | None:
    """On what staff record what the Chair decided; the Chair's own decision needs no source."""
    if is_chair(request.user, session):
        return None
    deciders = SessionRole.objects.holders(session, Role.COMMISSION_CHAIR)
    return staff_source_form(request, session, deciders=deciders)


def _decision_form(request: SignedInRequest, contribution: Contribution, paragraph: Paragraph) -> CommentDecisionForm:
    if not isinstance(contribution, Amendment):
        return CommentDecisionForm(request.POST or None)
    frozen, proposed = contribution.frozen_paragraph, contribution.proposed_text
    if paragraph.revision != frozen.revision:
        # What is proposed, on top of what the paragraph says now; the proposal itself if that cannot be worked out.
        proposed = carry_over(frozen.text, proposed, paragraph.text) or proposed
    first = {"wording": proposed, "seen": paragraph.revision}
    return AmendmentDecisionForm(request.POST or None, initial=first)


def _record(request: SignedInRequest, contribution: Contribution, form: Any, source: SourceForm | None) -> None:
    data = form.cleaned_data
    said = {
        "outcome": data["outcome"],
        "reason": data["reason"],
        "source": source.source() if source else None,
    }
    if isinstance(contribution, Amendment):
        decisions.decide_amendment(contribution, wording=data["wording"], seen=data["seen"], actor=request.user, **said)
    else:
        decisions.decide_comment(contribution, actor=request.user, **said)  # type: ignore[arg-type]


def _show_change(form: Any, paragraph: Paragraph) -> None:
    """The form again, on the paragraph as it stands now, with everything typed."""
    form.data = form.data.copy()
    form.data["seen"] = str(paragraph.revision)
    if paragraph.removed_at:
        words = _("The paragraph has been removed from the text. Put it back first, or do not accept the proposal.")
    else:
        words = _(
            "The paragraph has changed since it was put to consultation, as shown below. Accept the proposal with "
            "modification: write the wording on top of the present text."
        )
    form.add_error(None, words)


@requires("summaries.publish_summary", find_summary)
def finalize(request: SignedInRequest, summary: Summary) -> HttpResponse:
    """Approve the final text; the secretariat is asked first on whose word."""
    source = _chairs_word(request, summary.session)
    if request.method != "POST" or not are_valid(source):
        context = {"session": summary.session, "summary": summary, "source_form": source}
        return render(request, "summaries/finalize.html", context)
    try:
        publication.finalize_summary(summary, actor=request.user, source=source.source() if source else None)
    except publication.Undecided as error:
        words = ngettext(
            "%(count)d comment or amendment waits for the Chair’s decision. Decide on it first.",
            "%(count)d comments and amendments wait for the Chair’s decision. Decide on them first.",
            error.count,
        )
        messages.error(request, words % {"count": error.count})
        return redirect("summaries:dispositions", slug=summary.session.slug)
    except InvalidTransition:
        messages.error(request, _("Only a text that has been through consultation can be finalized."))
    except NothingWritten:
        messages.error(request, _("There is no paragraph to finalize."))
    else:
        messages.success(request, _("The summary is finalized. Its files are being made."))
    return redirect("summaries:detail", slug=summary.session.slug)


@require_POST
@requires("summaries.publish_summary", find_summary)
def reopen(request: SignedInRequest, summary: Summary) -> HttpResponse:
    try:
        publication.reopen_summary(summary, actor=request.user)
    except InvalidTransition:
        messages.error(request, _("Only a finalized summary that is not published can be reopened."))
    else:
        messages.success(request, _("The text can be revised again."))
    return redirect("summaries:detail", slug=summary.session.slug)


@require_POST
@requires("summaries.publish_summary", find_summary)
def publish(request: SignedInRequest, summary: Summary) -> HttpResponse:
    try:
        publication.publish_summary(summary, actor=request.user)
    except InvalidTransition:
        messages.error(request, _("Finalize the summary before you publish it."))
    else:
        messages.success(request, _("The summary is published: everybody can read it at this address."))
    return redirect("summaries:detail", slug=summary.session.slug)
