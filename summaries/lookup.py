"""How views find what an address names; each raises Http404. Permission is asked of what they return."""

import uuid

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from sessions.lookup import visible_session
from sessions.models import DialogueSession
from summaries.models import (
    Amendment,
    Comment,
    ConsultationRound,
    Contribution,
    Paragraph,
    Rendering,
    Section,
    Summary,
    SummaryVersion,
)

OF_SESSION = "round__version__summary__session__slug"


def find_session(request: HttpRequest, slug: str) -> DialogueSession:
    return visible_session(request, slug)


def find_summary(request: HttpRequest, slug: str) -> Summary:
    """The summary, with the session as pages show it."""
    session = visible_session(request, slug)
    summary: Summary | None = getattr(session, "summary", None)
    if summary is None:
        raise Http404
    return summary


def find_section(request: HttpRequest, slug: str, section_id: uuid.UUID) -> Section:
    sections = Section.objects.select_related("summary__session").filter(removed_at=None)
    return get_object_or_404(sections, pk=section_id, summary__session__slug=slug)


def find_paragraph(request: HttpRequest, slug: str, paragraph_id: uuid.UUID) -> Paragraph:
    """A paragraph, also one that was removed."""
    paragraphs = Paragraph.objects.select_related("section__summary__session")
    return get_object_or_404(paragraphs, pk=paragraph_id, section__summary__session__slug=slug)


def find_version(request: HttpRequest, slug: str, version_id: uuid.UUID) -> SummaryVersion:
    versions = SummaryVersion.objects.select_related("summary__session", "made_by", "round")
    return get_object_or_404(versions, pk=version_id, summary__session__slug=slug)


def find_rendering(request: HttpRequest, slug: str, rendering_id: uuid.UUID) -> Rendering:
    renderings = Rendering.objects.select_related("version__summary__session", "version__round")
    return get_object_or_404(renderings, pk=rendering_id, version__summary__session__slug=slug)


def find_round(request: HttpRequest, slug: str) -> ConsultationRound:
    """The latest round that the reader may know of: the Bureau learns of a round when it begins."""
    summary = find_summary(request, slug)
    rounds = ConsultationRound.objects.select_related("version").filter(version__summary=summary)
    seen = rounds.filter(version__in=summary.versions.visible_to(request.user)).first()
    if seen is None:
        raise Http404
    seen.version.summary = summary
    return seen


def find_contribution(request: HttpRequest, slug: str, contribution_id: uuid.UUID) -> Contribution:
    """A comment or an amendment."""
    found: Contribution | None = None
    for kind in (Comment, Amendment):
        rows = kind.objects.select_related("round__version__summary__session", "paragraph", "author", "disposition")
        found = found or rows.filter(pk=contribution_id, **{OF_SESSION: slug}).first()
    if found is None:
        raise Http404
    return found
