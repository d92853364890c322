from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from dialogue_portal import live
from dialogue_portal.audit import audited
from dialogue_portal.registries import Phase, phases


class SpeakersConfig(AppConfig):
    name = "speakers"
    verbose_name = _("speakers")

    def ready(self) -> None:
        from speakers import floor_state, models

        audited(models.SpeakingIntent, models.Statement, models.Intervention, models.Point)
        audited(models.FloorRequest)
        audited(models.Floor, exclude=["last_event", "last_request_event"])
        live.event_readers.register(floor_state.PUBLIC_STREAM, floor_state.read_public)
        live.event_readers.register(floor_state.REQUEST_STREAM, floor_state.read_requests)
        phases.register("intents", Phase(_("Intents to speak"), order=10, days_before=(42, 1)))
