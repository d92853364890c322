"""The staff tables of this app as CSV and Excel: sessions, who holds which role, documents, changes of phases.

What is set up, `sessions.set_up_exports` has.
"""

from typing import Any

from django.conf import settings
from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from accounts.models import RegionalGroup
from dialogue_portal.exports import Column, StaffTable, staff_tables
from dialogue_portal.registries import phases
from sessions import set_up_exports
from sessions.models import (
    CommissionSession,
    DialogueSession,
    Document,
    DocumentFile,
    Role,
    Series,
    SessionKind,
    SessionStatus,
)
from sessions.models.phases import PhaseAct
from sessions.models.series import Arrangement


def register() -> None:
    staff_tables.register("sessions.sessions", SESSIONS)
    staff_tables.register("sessions.people", PEOPLE)
    staff_tables.register("sessions.documents", DOCUMENTS)
    staff_tables.register("sessions.phase-changes", PHASE_CHANGES)
    staff_tables.register("sessions.leaves", LEAVES)
    staff_tables.register("sessions.commission-sessions", COMMISSION_SESSIONS)
    staff_tables.register("sessions.series", SERIES)
    set_up_exports.register()


SESSIONS = StaffTable(
    title=_("Sessions"),
    permission="sessions.manage_session",
    rows=lambda asked: DialogueSession.objects.visible_to(asked.user).select_related("commission_session", "series"),
    columns=[
        Column(_("Title"), "title"),
        Column(_("Kind"), "kind", SessionKind.choices),
        Column(_("Commission session"), "commission_session"),
        Column(_("Series"), "series"),
        Column(_("Status"), "status", SessionStatus.choices),
        Column(_("Starts"), "starts_at", is_moment=True),
        Column(_("Ends"), "ends_at", is_moment=True),
        Column(_("Time zone of the meeting"), "time_zone"),
        Column(_("Venue"), "venue"),
        Column(_("Agenda item"), "agenda_item"),
        Column(_("Address"), "slug"),
    ],
)

PEOPLE = StaffTable(
    title=_("People and their roles"),
    permission="sessions.manage_session",
    rows=lambda asked: asked.scope.roles.select_related("user", "deputy_for__user").order_by(
        "role", "regional_group", "user__full_name", "pk"
    ),
    columns=[
        Column(_("Role"), "role", Role.choices),
        Column(_("Regional group"), "regional_group", RegionalGroup.choices),
        Column(_("Person"), "user.full_name"),
        Column(_("E-mail address"), "user.email"),
        Column(_("Designate"), "is_designate"),
        Column(_("Deputy of"), lambda held: held.deputy_for.user if held.deputy_for else ""),
        Column(_("From"), "starts_on"),
        Column(_("Last day"), "ends_on"),
    ],
)

DOCUMENTS = StaffTable(
    title=_("Documents"),
    permission="sessions.edit_documents",
    rows=lambda asked: asked.scope.documents.prefetch_related("files"),
    expand=lambda documents: [file for document in documents for file in _files(document)],
    columns=[
        Column(_("Title"), "document.title"),
        Column(_("Kind"), "document.kind", Document.Kind.choices),
        Column(_("Symbol"), "document.symbol"),
        Column(_("Author"), "document.author"),
        Column(_("Date of the document"), "document.file_date"),
        Column(_("Original language"), "document.original_language", settings.LANGUAGES),
        Column(_("Public"), "document.is_public"),
        Column(_("Embargo until"), "document.embargo_until", is_moment=True),
        Column(_("Language"), "language", settings.LANGUAGES),
        Column(_("Version"), "number"),
        Column(_("Current"), "is_current"),
        Column(_("What changed"), "change"),
        Column(_("File name"), "file_name"),
        Column(_("Size in bytes"), "size"),
    ],
)


def _files(document: Document) -> list[DocumentFile]:
    """A line for each version in each language; one without any for a document that is announced and missing."""
    nothing: Any = DocumentFile(document=document, language="", is_current=False)
    nothing.number = nothing.size = None
    return list(document.files.all()) or [nothing]


def _phase(row: Any) -> Any:
    return phases[row.phase].label if row.phase in phases else row.phase


PHASE_CHANGES = StaffTable(
    title=_("Changes of phases"),
    permission="sessions.manage_session",
    rows=lambda asked: asked.scope.phase_changes.select_related("changed_by"),
    columns=[
        Column(_("Phase"), _phase),
        Column(_("What was done"), "act", PhaseAct.choices),
        Column(_("Opened before"), "opened_before", is_moment=True),
        Column(_("Closed before"), "closed_before", is_moment=True),
        Column(_("Opens"), "opens_at", is_moment=True),
        Column(_("Closes"), "closes_at", is_moment=True),
        Column(_("Reason"), "reason"),
        Column(_("Changed by"), "changed_by"),
        Column(_("When"), "changed_at", is_moment=True),
    ],
)

LEAVES = StaffTable(
    title=_("Leaves"),
    permission="sessions.manage_session",
    rows=lambda asked: asked.scope.phase_leaves.select_related("delegation", "organization", "given_by", "ended_by"),
    columns=[
        Column(_("Phase"), _phase),
        Column(_("To whom"), "principal_words"),
        Column(_("Until"), "until", is_moment=True),
        Column(_("Reason"), "reason"),
        Column(_("Given by"), "given_by"),
        Column(_("Given on"), "given_at", is_moment=True),
        Column(_("Ended by"), "ended_by"),
        Column(_("Ended on"), "ended_at", is_moment=True),
    ],
)

COMMISSION_SESSIONS = StaffTable(
    title=_("Sessions of Commissions"),
    permission="sessions.manage_commission_sessions",
    rows=lambda _asked: CommissionSession.objects.with_meetings(),
    columns=[
        Column(_("Body"), "body"),
        Column(_("Number"), "number"),
        Column(_("Session"), "ordinal"),
        Column(_("City"), "city"),
        Column(_("First day"), "starts_on"),
        Column(_("Last day"), "ends_on"),
        Column(_("Meetings"), "meetings"),
    ],
)

SERIES = StaffTable(
    title=_("Series of meetings"),
    permission="sessions.manage_series",
    rows=lambda _asked: (
        Series.objects.select_related("commission_session")
        .annotate(meeting_count=Count("meetings"))
        .order_by("title", "pk")
    ),
    columns=[
        Column(_("Series"), "title"),
        Column(_("Commission session"), "commission_session"),
        Column(_("How the meetings stand to one another"), "arrangement", Arrangement.choices),
        Column(_("Meetings"), "meeting_count"),
        Column(_("Choices are open until"), "choices_until", is_moment=True),
    ],
)
