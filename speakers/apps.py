from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from dialogue_portal.audit import audited
from dialogue_portal.registries import Phase, phases


class SpeakersConfig(AppConfig):
    name = "speakers"
    verbose_name = _("speakers")

    def ready(self) -> None:
        from speakers import models

        audited(models.SpeakingIntent, models.Statement, models.Intervention, models.Point)
        phases.register("intents", Phase(_("Intents to speak"), order=10, days_before=(42, 1)))
