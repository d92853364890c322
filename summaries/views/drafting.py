"""The drafting page: points left, the text right; starting the summary and its masthead."""

from collections import Counter
from typing import Any

from django.contrib import messages
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.requests import SignedInRequest
from dialogue_portal.access import requires
from dialogue_portal.revisions import StaleRevision
from sessions.models import DialogueSession, Instruction
from speakers.models import PointKind
from summaries.forms.drafting import FactsForm, MastheadForm, NewSectionForm, PointFilterForm
from summaries.lookup import find_session, find_summary
from summaries.models import Paragraph, PointReference, Summary
from summaries.outline import NumberedSection
from summaries.services import drafting
from summaries.services.attribution import country_names, named_countries
from summaries.services.publication import count_undecided
from summaries.services.status import TextIsClosed


def draft_page(request: HttpRequest, session: DialogueSession, summary: Summary | None) -> HttpResponse:
    """The page of the Chair's team. Called by the summary's own address."""
    if summary is None:
        context = {"session": session, "summary": None, "point_count": session.points.count()}
        return render(request, "summaries/draft.html", context)
    shown = Prefetch("instructions", Instruction.objects.shown())
    versions = summary.versions.defer("content").select_related("round")
    latest = versions.prefetch_related("renderings", shown).first()
    context = draft_context(request, summary) | {"undecided": count_undecided(summary), "latest": latest}
    return render(request, "summaries/draft.html", context)


def draft_context(request: HttpRequest, summary: Summary) -> dict[str, Any]:
    """Points and numbered text, with what only their writers see: what reflects what, which countries are named.

    The filter of the points and those ticked come with the address, or with an htmx request's form.
    """
    sent = request.POST if request.method == "POST" else request.GET
    outline = summary.outline()
    references = list(
        PointReference.objects.filter(paragraph__section__summary=summary).values_list("paragraph_id", "point_id")
    )
    return {
        "session": summary.session,
        "summary": summary,
        "sections": _sections(outline, references),
        "removed": list(
            Paragraph.objects.filter(section__summary=summary).exclude(removed_at=None).order_by("-removed_at")
        ),
        "section_form": NewSectionForm(),
        "facts_form": FactsForm(),
        **_points(summary.session, sent, _reflected_in(outline, references)),
    }


def _sections(outline: tuple[NumberedSection, ...], references: list[Any]) -> list[dict[str, Any]]:
    """Sections and paragraphs, each paragraph with the countries it names and the number of points behind it."""
    names = country_names()
    behind = Counter(paragraph_id for paragraph_id, _point_id in references)
    return [
        {
            "id": section.id,
            "heading": section.heading,
            "rows": [
                {
                    "paragraph": paragraph,
                    "countries": named_countries(paragraph.text, names),
                    "points": behind[paragraph.id],
                }
                for paragraph in section.paragraphs
            ],
        }
        for section in outline
    ]


def _reflected_in(outline: tuple[NumberedSection, ...], references: list[Any]) -> dict[Any, list[int]]:
    """Point id → the numbers of the paragraphs that reflect it, for points that any reflects."""
    numbers = {paragraph.id: paragraph.number for section in outline for paragraph in section.paragraphs}
    reflected: dict[Any, list[int]] = {}
    for paragraph_id, point_id in references:
        if paragraph_id in numbers:
            reflected.setdefault(point_id, []).append(numbers[paragraph_id])
    return {point_id: sorted(found) for point_id, found in reflected.items()}


def _points(session: DialogueSession, sent: QueryDict, reflected_in: dict[Any, list[int]]) -> dict[str, Any]:
    points = list(session.points.select_related("question"))
    alliances = [point for point in points if point.kind == PointKind.ALLIANCE]
    filter_form = PointFilterForm(sent, session=session)
    ticked = set(sent.getlist("point"))
    chosen = filter_form.chosen(points, set(reflected_in))
    return {
        "filter_form": filter_form,
        "points": [
            {"point": point, "numbers": reflected_in.get(point.pk, []), "is_ticked": str(point.pk) in ticked}
            for point in chosen
        ],
        "point_count": len(points),
        "unreflected_count": sum(point.pk not in reflected_in for point in points),
        "alliance_count": len(alliances),
        "unreflected_alliances": sum(point.pk not in reflected_in for point in alliances),
    }


@require_POST
@requires("summaries.draft_summary", find_session)
def start(request: SignedInRequest, session: DialogueSession) -> HttpResponse:
    drafting.start_summary(session, actor=request.user)
    return redirect("summaries:detail", slug=session.slug)


@requires("summaries.draft_summary", find_summary)
def masthead(request: SignedInRequest, summary: Summary) -> HttpResponse:
    form = MastheadForm(request.POST or None, instance=summary)
    if request.method == "POST" and form.is_valid():
        try:
            drafting.edit_masthead(
                summary, seen=form.cleaned_data["seen_revision"], fields=MastheadForm.Meta.fields, actor=request.user
            )
        except StaleRevision as error:
            form.show_conflict(error.current)
        except TextIsClosed:
            return text_closed(request, summary.session)
        else:
            messages.success(request, _("The masthead is saved."))
            return redirect("summaries:detail", slug=summary.session.slug)
    return form_page(request, summary.session, form, title=_("Masthead of the document"), button=_("Save masthead"))


def text_closed(request: SignedInRequest, session: DialogueSession) -> HttpResponse:
    """What a writer is told who comes after the end."""
    messages.error(request, _("The text is finalized: nothing was changed. It must be reopened first."))
    return redirect("summaries:detail", slug=session.slug)


def form_page(
    request: SignedInRequest, session: DialogueSession, form: Any, *, title: str, button: str, **more: Any
) -> HttpResponse:
    """A page of one form; its button says what it does."""
    context = {"session": session, "form": form, "title": title, "button": button, **more}
    return render(request, "summaries/form.html", context)
