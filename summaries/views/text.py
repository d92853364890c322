"""Sections and paragraphs: adding, editing, moving, removing. htmx gets the two panes back, others the page."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.requests import SignedInRequest
from dialogue_portal.access import requires
from dialogue_portal.revisions import StaleRevision
from sessions.models import DialogueSession
from speakers.models import Point
from summaries.forms.drafting import FactsForm, NewParagraphForm, NewSectionForm, ParagraphForm, SectionForm
from summaries.lookup import find_paragraph, find_section, find_summary
from summaries.models import Paragraph, Section, Summary
from summaries.services import drafting
from summaries.services.attribution import country_names, named_countries
from summaries.services.status import TextIsClosed
from summaries.views.drafting import draft_context, form_page, text_closed


@require_POST
@requires("summaries.draft_summary", find_summary)
def add_section(request: SignedInRequest, summary: Summary) -> HttpResponse:
    form = NewSectionForm(request.POST)
    if not form.is_valid():
        return form_page(request, summary.session, form, title=_("New section"), button=_("Add section"))
    return _panes(request, summary, drafting.add_section, summary, heading=form.cleaned_data["heading"])


@requires("summaries.draft_summary", find_section)
def edit_section(request: SignedInRequest, section: Section) -> HttpResponse:
    form = SectionForm(request.POST or None, instance=section)
    if request.method == "POST" and form.is_valid():
        try:
            drafting.rename_section(section, seen=form.cleaned_data["seen_revision"], actor=request.user)
        except StaleRevision as error:
            form.show_conflict(error.current)
        except TextIsClosed:
            return text_closed(request, section.session)
        else:
            return redirect("summaries:detail", slug=section.session.slug)
    return form_page(request, section.session, form, title=_("Subheading"), button=_("Save subheading"))


@require_POST
@requires("summaries.draft_summary", find_section)
def move_section(request: SignedInRequest, section: Section) -> HttpResponse:
    return _panes(request, section.summary, drafting.move_section, section, up="up" in request.POST)


@require_POST
@requires("summaries.draft_summary", find_section)
def remove_section(request: SignedInRequest, section: Section) -> HttpResponse:
    try:
        return _panes(request, section.summary, drafting.remove_section, section)
    except drafting.SectionInUse:
        messages.error(request, _("Only an empty section can be removed. Move its paragraphs first."))
        return redirect("summaries:detail", slug=section.session.slug)


@require_POST
@requires("summaries.draft_summary", find_summary)
def write_facts(request: SignedInRequest, summary: Summary) -> HttpResponse:
    form = FactsForm(request.POST)
    if not form.is_valid():
        return form_page(request, summary.session, form, title=_("Facts"), button=_("Write the facts from the record"))
    return _panes(request, summary, drafting.write_facts, summary, basis=form.cleaned_data["basis"])


@requires("summaries.draft_summary", find_summary)
def new_paragraph(request: SignedInRequest, summary: Summary) -> HttpResponse:
    """A paragraph out of the points ticked (`?point=…`), with their words to begin from."""
    chosen = _points(summary.session, request.GET.getlist("point"))
    sections = summary.sections.filter(removed_at=None)
    first = _from_points(list(chosen), list(sections))
    form = NewParagraphForm(request.POST or None, sections=sections, points=chosen, initial=first)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            paragraph = drafting.add_paragraph(
                data["section"],
                text=data["text"],
                points=data.get("points", ()),
                actor=request.user,
                token=data["client_token"],
            )
        except TextIsClosed:
            return text_closed(request, summary.session)
        return _saved(request, paragraph, keep=f"paragraph:{summary.pk}")
    return form_page(
        request,
        summary.session,
        form,
        title=_("New paragraph"),
        button=_("Add paragraph"),
        keep=f"paragraph:{summary.pk}",
    )


@require_safe
@requires("summaries.draft_summary", find_summary)
def add_points(request: SignedInRequest, summary: Summary) -> HttpResponse:
    """Points were ticked for a paragraph that is there (`?paragraph=number`): on to its page, with them offered."""
    rows = list(Paragraph.objects.current().filter(section__summary=summary).only("pk"))
    number = request.GET.get("paragraph", "").strip()[:4]
    if not number.isdecimal() or not 1 <= int(number) <= len(rows):
        messages.error(request, _("There is no paragraph with this number. Give one that the text has."))
        return redirect(f"{reverse('summaries:detail', args=[summary.session.slug])}?{request.GET.urlencode()}")
    address = reverse("summaries:edit-paragraph", args=[summary.session.slug, rows[int(number) - 1].pk])
    return redirect(f"{address}?{request.GET.urlencode()}")


def _points(session: DialogueSession, ids: list[str]) -> "QuerySet[Point]":
    """The session's points with these ids; an address that was tampered with finds none."""
    try:
        return session.points.filter(pk__in=ids)
    except ValidationError:
        return session.points.none()


def _from_points(points: list[Point], sections: list[Section]) -> dict[str, Any]:
    """What the form begins with: the points' sentences, and the section of their question."""
    sentences = [point.text.strip().rstrip(".") + "." for point in points]
    questions = {point.question_id for point in points if point.question_id}
    section = next((row for row in sections if row.question_id in questions), None)
    return {"text": " ".join(sentences), "points": points, "section": section or sections[:2][-1]}


@requires("summaries.draft_summary", find_paragraph)
def edit_paragraph(request: SignedInRequest, paragraph: Paragraph) -> HttpResponse:
    """The wording, and the points behind it; `?point=…` offers more of them."""
    session = paragraph.session
    points = _points(session, request.GET.getlist("point")) | session.points.filter(references__paragraph=paragraph)
    form = ParagraphForm(request.POST or None, instance=paragraph, points=points.distinct(), initial={"points": points})
    if request.method == "POST" and form.is_valid():
        try:
            drafting.edit_paragraph(
                paragraph,
                points=form.cleaned_data.get("points", ()),
                seen=form.cleaned_data["seen_revision"],
                actor=request.user,
            )
        except StaleRevision as error:
            form.show_conflict(error.current)
        except TextIsClosed:
            return text_closed(request, session)
        else:
            return _saved(request, paragraph, keep=f"paragraph:{paragraph.pk}")
    return form_page(
        request, session, form, title=_("Paragraph"), button=_("Save paragraph"), keep=f"paragraph:{paragraph.pk}"
    )


@require_POST
@requires("summaries.draft_summary", find_paragraph)
def move_paragraph(request: SignedInRequest, paragraph: Paragraph) -> HttpResponse:
    summary = paragraph.section.summary
    return _panes(request, summary, drafting.move_paragraph, paragraph, up="up" in request.POST)


@require_POST
@requires("summaries.draft_summary", find_paragraph)
def remove_paragraph(request: SignedInRequest, paragraph: Paragraph) -> HttpResponse:
    seen = request.POST.get("seen", "")
    try:
        return _panes(
            request,
            paragraph.section.summary,
            drafting.remove_paragraph,
            paragraph,
            seen=int(seen) if seen.isdecimal() else 0,
        )
    except StaleRevision:
        messages.error(request, _("Somebody else has changed this paragraph. Read it again before you remove it."))
        return redirect("summaries:detail", slug=paragraph.session.slug)


@require_POST
@requires("summaries.draft_summary", find_paragraph)
def restore_paragraph(request: SignedInRequest, paragraph: Paragraph) -> HttpResponse:
    return _panes(request, paragraph.section.summary, drafting.restore_paragraph, paragraph)


def _panes(request: SignedInRequest, summary: Summary, service: Any, *args: Any, **kwargs: Any) -> HttpResponse:
    """Do it, and answer with points and text as they are now: the partial for htmx, the whole page otherwise."""
    try:
        service(*args, **kwargs, actor=request.user)
    except TextIsClosed:
        return text_closed(request, summary.session)
    if request.htmx:
        return render(request, "summaries/_panes.html", draft_context(request, summary))
    return redirect("summaries:detail", slug=summary.session.slug)


def _saved(request: SignedInRequest, paragraph: Paragraph, *, keep: str) -> HttpResponse:
    """Back to the text, with a word on the countries that are named; `keep` is what js/keep-form.js forgets."""
    messages.success(request, _("The paragraph is saved."))
    if named := named_countries(paragraph.text, country_names()):
        words = {"names": get_text_list(named, _("and"))}
        messages.warning(
            request,
            _("It names %(names)s. The summary attributes no view to a country; keep a name only for a fact.") % words,
        )
    return redirect(reverse("summaries:detail", args=[paragraph.session.slug]) + f"?sent={keep}#p-{paragraph.pk}")
