from django.apps import AppConfig
from django.db import OperationalError
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from dialogue_portal.audit import audited
from dialogue_portal.registries import (
    clock_moments,
    cockpit_cards,
    cockpit_exceptions,
    my_tasks,
    session_documents,
    session_links,
)


class SessionsConfig(AppConfig):
    name = "sessions"
    # `sessions` is taken by django.contrib.sessions.
    label = "dialogue_sessions"
    verbose_name = _("dialogue sessions")

    def ready(self) -> None:
        from accounts.backends import belongings
        from accounts.capacities import capacities
        from accounts.merging import MergeRule, merge_rules
        from accounts.offices import offices
        from accounts.second_factor import role_sources
        from dialogue_portal.jobs import JobKind, job_kinds
        from mailings.occasions import occasions
        from mailings.rehearsed import rehearsals
        from sessions import documents, exports, next_step, permissions, personal_data
        from sessions.models import FileText
        from sessions.occasions import OCCASIONS
        from sessions.offices import offices_of
        from sessions.rehearsed import belongs_to_rehearsal
        from sessions.services import file_texts
        from sessions.services.side_events import settle_organizers

        exports.register()
        personal_data.register()
        _keep_history()
        _show_to_visitors()
        # After what visitors are shown: the version's row, which that changes, has two who change texts wait.
        _offer_to_search()
        _offer_roles()
        job_kinds.register(file_texts.KIND, JobKind(FileText, file_texts.perform, passing=(OSError, OperationalError)))
        occasions.register_all(OCCASIONS)
        rehearsals.register("sessions", belongs_to_rehearsal)
        merge_rules.register("dialogue_sessions.organizer", MergeRule(settle_organizers))
        _say_what_waits()
        # Before the links of the other apps.
        session_links.register("a-session", next_step.own_links)
        session_documents.register("sessions", documents.own_documents)
        offices.register("sessions", offices_of)
        belongings.register("roles", "session_roles")
        role_sources.register("sessions", permissions.roles_anywhere)
        capacities.register("sessions", permissions.acts_as)


def _say_what_waits() -> None:
    """On the front page, and in a session's cockpit."""
    from sessions import cockpit, next_step, side_events

    my_tasks.register("sessions", next_step.draft_tasks)
    my_tasks.register("sessions.side-events", side_events.organizer_tasks)
    cockpit_cards.register("sessions.calls", cockpit.call_cards)
    cockpit_cards.register("sessions.side-events", side_events.request_cards)
    cockpit_exceptions.register("sessions.phases", cockpit.phase_exceptions)
    cockpit_exceptions.register("sessions.documents", cockpit.document_exceptions)


def _keep_history() -> None:
    from sessions import models

    # The join link is for those concerned; that it was changed is logged by the service that changes it.
    audited(models.DialogueSession, exclude=models.JOIN_FIELDS)
    audited(
        models.LeadingQuestion,
        models.ThemeArea,
        models.PhaseWindow,
        models.PhaseChange,
        models.PhaseLeave,
        models.SessionRole,
        models.Document,
        models.DocumentFile,
        models.Organizer,
        models.EventSpeaker,
        models.PublishingRequest,
        models.CommissionSession,
        models.Programme,
        models.ProgrammeItem,
        models.Series,
        models.Kind,
        models.KindSegment,
    )
    # What it translates is in the history of the English.
    audited(
        models.SessionText,
        models.LeadingQuestionText,
        models.ThemeAreaText,
        models.ProgrammeItemText,
        models.SeriesText,
        exclude=["translates"],
    )
    # An intent to speak makes one: their order would be its order.
    audited(models.Participant, models.Instruction, models.LeaveUse, shows_order=False)
    # The note itself is kept whole beside the entry.
    audited(models.ConceptNote, exclude=["source_text", "recognised"])


def _show_to_visitors() -> None:
    from accounts.models import Delegation, Organization
    from dialogue_portal.visitor_pages import shown_to_visitors
    from sessions import models

    shown_to_visitors(
        # By their names, as the organizers of a side event.
        Delegation,
        Organization,
        models.CommissionSession,
        models.DialogueSession,
        models.Document,
        models.DocumentFile,
        models.EventSpeaker,
        # By what the search finds.
        models.FileText,
        models.LeadingQuestion,
        models.LeadingQuestionText,
        models.Organizer,
        models.PhaseWindow,
        models.ProgrammeItem,
        models.ProgrammeItemText,
        models.Series,
        models.SeriesText,
        models.SessionText,
        models.ThemeArea,
        models.ThemeAreaText,
    )
    clock_moments.register("sessions", models.moments_ahead)
    clock_moments.register("sessions.embargoes", models.embargoes_ahead)
    clock_moments.register("sessions.series", models.choices_ahead)


def _offer_to_search() -> None:
    from dialogue_portal.search import search_sources
    from sessions import search

    search_sources.register("sessions", search.SESSIONS)
    search_sources.register("documents", search.DOCUMENTS)


def _offer_roles() -> None:
    """What one is invited to: a role in a session, or to deputize for who holds one."""
    from accounts.invitations import InvitationScope, scopes
    from sessions import models, permissions
    from sessions.services.deputies import deputies_held, give_deputy
    from sessions.services.roles import give_invited_role, roles_held

    scopes.register(
        "dialogue_sessions.sessionrole",
        InvitationScope(
            label=_("Deputies"),
            roles={"deputy": _("Deputy")},
            give=give_deputy,
            page=models.SessionRole.get_absolute_url,
            holders=deputies_held,
            may_manage=permissions.holds_it,
            has_term=True,
        ),
    )
    scopes.register(
        "dialogue_sessions.dialoguesession",
        InvitationScope(
            label=_("Sessions"),
            roles=dict(models.Role.choices),
            give=give_invited_role,
            page=lambda session: reverse("sessions:people", kwargs={"slug": session.slug}),
            holders=roles_held,
            group_roles=frozenset({models.Role.BUREAU}),
            narrowed=models.Role.offered_in,
            has_term=True,
        ),
    )
