from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from dialogue_portal.audit import audited
from dialogue_portal.registries import (
    cockpit_cards,
    my_tasks,
    phases,
    session_documents,
    session_joins,
    session_links,
    session_outcomes,
)
from mailings.occasions import occasions
from summaries.occasions import OCCASIONS


class SummariesConfig(AppConfig):
    name = "summaries"
    verbose_name = _("summaries")

    def ready(self) -> None:
        from dialogue_portal.jobs import JobKind, job_kinds
        from dialogue_portal.search import search_sources
        from dialogue_portal.visitor_pages import shown_to_visitors
        from summaries import exports, models, personal_data, phase_providers, providers, search
        from summaries.services import rendering

        exports.register()
        personal_data.register()
        audited(
            models.Summary,
            models.Section,
            models.Paragraph,
            models.ConsultationRound,
            models.GroupPosition,
            models.Comment,
            models.Amendment,
            models.Disposition,
        )
        shown_to_visitors(models.Summary, models.SummaryVersion, models.Rendering)
        search_sources.register("summaries", search.SUMMARIES)
        phases.register_all(phase_providers.PHASES)
        job_kinds.register(rendering.KIND, JobKind(models.Rendering, rendering.perform, passing=(OSError,)))
        my_tasks.register("summaries.drafting", providers.drafting_tasks)
        my_tasks.register("summaries.bureau", providers.bureau_tasks)
        my_tasks.register("summaries.chair", providers.chair_tasks)
        cockpit_cards.register("summaries.summary", providers.summary_card)
        session_links.register("summaries.summary", providers.summary_links)
        session_joins.register("summaries.summary", "summary")
        session_outcomes.register("summaries.summary", providers.summary_outcome)
        session_documents.register("summaries.summary", providers.summary_documents)
        occasions.register_all(OCCASIONS)
