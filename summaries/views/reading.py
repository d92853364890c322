"""Reading: the summary's address, its versions, and their files."""

from django.contrib import messages
from django.db.models import Prefetch, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.cache import add_never_cache_headers
from django.utils.text import slugify
from django.utils.translation import gettext as _, override
from django.views.decorators.http import require_POST, require_safe

from accounts.requests import SignedInRequest
from dialogue_portal.access import PUBLIC, requires
from dialogue_portal.jobs import JobState
from dialogue_portal.uploads import private_response, safe_name
from dialogue_portal.visitor_pages import same_for_visitors
from sessions.models import DialogueSession, Instruction
from summaries.lookup import find_rendering, find_session, find_summary, find_version
from summaries.models import Purpose, Rendering, Summary, SummaryVersion
from summaries.services.document import Document, document_of
from summaries.services.rendering import retry_rendering
from summaries.services.versions import NothingWritten, freeze_version
from summaries.views.drafting import draft_page


@require_safe
@same_for_visitors
@requires(PUBLIC, find_session)
def detail(request: HttpRequest, session: DialogueSession) -> HttpResponse:
    """One address for all: the final text once published; before, each person's own work on it, or nothing."""
    summary: Summary | None = getattr(session, "summary", None)
    if summary is not None and summary.is_published:
        return _published_page(request, summary)
    if request.user.has_perm("summaries.read_draft", session):
        return draft_page(request, session, summary)
    consulted_on = SummaryVersion.objects.visible_to(request.user).filter(summary__session=session)
    if request.user.has_perm("summaries.speak_for_group", session) and consulted_on.exists():
        return redirect("summaries:consultation", slug=session.slug)
    return render(request, "summaries/waiting.html", {"session": session})


def _published_page(request: HttpRequest, summary: Summary) -> HttpResponse:
    version: SummaryVersion = summary.final_version  # type: ignore[assignment]  # a constraint holds it
    renderings = list(version.renderings.order_by("-file_format"))
    context = {
        "session": summary.session,
        "summary": summary,
        "version": version,
        "document": _document(version),
        "renderings": renderings,
    }
    page = render(request, "summaries/published.html", context)
    if any(rendering.is_pending for rendering in renderings):
        # It asks for its files until they are there.
        add_never_cache_headers(page)
    return page


def _document(version: SummaryVersion) -> Document:
    """The document in its own language, whatever the reader's."""
    with override(version.masthead["language"]):
        return document_of(version)


@require_safe
@requires("summaries.read_draft", find_summary)
def versions(request: SignedInRequest, summary: Summary) -> HttpResponse:
    return render(
        request,
        "summaries/versions.html",
        {"session": summary.session, "summary": summary, "versions": with_files(summary.versions.all())},
    )


def with_files(rows: "QuerySet[SummaryVersion]") -> "QuerySet[SummaryVersion]":
    """Versions with all that a list of them shows, without their text."""
    files = Rendering.objects.order_by("-file_format")
    return (
        rows.defer("content")
        .select_related("made_by", "round")
        .prefetch_related(Prefetch("renderings", files), Prefetch("instructions", Instruction.objects.shown()))
    )


@require_POST
@requires("summaries.read_draft", find_summary)
def freeze(request: SignedInRequest, summary: Summary) -> HttpResponse:
    try:
        version = freeze_version(summary, purpose=Purpose.DRAFT, actor=request.user)
    except NothingWritten:
        messages.error(request, _("There is no paragraph to keep yet."))
    else:
        messages.success(
            request, _("Version %(number)d is kept. Its files are being made.") % {"number": version.number}
        )
    return redirect("summaries:versions", slug=summary.session.slug)


@require_safe
@requires("summaries.view_version", find_version)
def version(request: SignedInRequest, version: SummaryVersion) -> HttpResponse:
    """One version, alone or with what differs from an earlier one (`?against=number`)."""
    known = with_files(SummaryVersion.objects.visible_to(request.user).filter(summary=version.summary))
    against = _compared(request, version)
    context = {
        "session": version.session,
        "version": version,
        "document": _document(version),
        "renderings": list(version.renderings.order_by("-file_format")),
        "others": [row for row in known if row.pk != version.pk],
        "against": against,
        "changes": _changes(against, version) if against else [],
    }
    return render(request, "summaries/version.html", context)


def _changes(before: SummaryVersion, after: SummaryVersion) -> list[dict[str, object]]:
    """Paragraph by paragraph, told apart by their ids: what is new, what differs, what is gone."""
    changes: list[dict[str, object]] = []
    for key, row in after.paragraphs.items():
        old = before.paragraphs.get(key)
        if old is None or old.text != row.text or old.number != row.number:
            changes.append({"old": old, "new": row})
    changes += [{"old": row, "new": None} for key, row in before.paragraphs.items() if key not in after.paragraphs]
    return changes


def _compared(request: SignedInRequest, version: SummaryVersion) -> SummaryVersion | None:
    number = request.GET.get("against", "")
    if not number.isdecimal():
        return None
    rows = SummaryVersion.objects.visible_to(request.user).filter(summary=version.summary, number=int(number[:4]))
    if (found := rows.exclude(pk=version.pk).first()) is None:
        raise Http404
    return found


@require_safe
@requires("summaries.view_rendering", find_rendering)
def rendering_status(request: SignedInRequest, rendering: Rendering) -> HttpResponse:
    """The state of one file, which the page asks for while it is being made."""
    if not request.htmx:
        return redirect("summaries:version", slug=rendering.session.slug, version_id=rendering.version_id)
    return render(request, "summaries/_rendering.html", {"session": rendering.session, "rendering": rendering})


@require_POST
@requires("summaries.read_draft", find_rendering)
def retry(request: SignedInRequest, rendering: Rendering) -> HttpResponse:
    retry_rendering(rendering.pk)
    if request.htmx:
        rendering.refresh_from_db()
        return render(request, "summaries/_rendering.html", {"session": rendering.session, "rendering": rendering})
    return redirect("summaries:version", slug=rendering.session.slug, version_id=rendering.version_id)


@require_safe
@requires("summaries.view_rendering", find_rendering)
def download(request: SignedInRequest, rendering: Rendering) -> HttpResponseBase:
    if rendering.state != JobState.DONE:
        raise Http404
    symbol = rendering.version.masthead["symbol"] or f"{rendering.session.slug} {rendering.version.number}"
    name = safe_name(slugify(f"{symbol} chair’s summary".replace("/", "-")), rendering.content_type)
    return private_response(request, file=rendering.file, name=name, content_type=rendering.content_type)
