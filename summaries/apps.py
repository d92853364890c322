from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from dialogue_portal.audit import audited
from dialogue_portal.registries import Phase, phases


class SummariesConfig(AppConfig):
    name = "summaries"
    verbose_name = _("summaries")

    def ready(self) -> None:
        from summaries import models

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
        phases.register("consultation", Phase(_("Consultation"), order=80))
