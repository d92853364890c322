from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from dialogue_portal.audit import audited
from dialogue_portal.registries import Phase, phases


class StakeholdersConfig(AppConfig):
    name = "stakeholders"
    verbose_name = _("stakeholders")

    def ready(self) -> None:
        from stakeholders import models

        audited(
            models.Application,
            models.Participation,
            models.Initiative,
            models.Indicator,
            models.Criterion,
            models.Review,
            models.Score,
            models.ConflictOfInterest,
            models.Panel,
            models.PanelSeat,
        )
        phases.register("applications", Phase(_("Applications"), order=20, days_before=(70, 28)))
