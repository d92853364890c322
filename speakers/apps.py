from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from dialogue_portal import live
from dialogue_portal.audit import audited
from dialogue_portal.registries import (
    cockpit_cards,
    cockpit_exceptions,
    cockpit_plots,
    live_pages,
    my_tasks,
    phases,
    series_links,
    session_joins,
    session_links,
    ways_in,
)
from mailings.occasions import occasions


class SpeakersConfig(AppConfig):
    name = "speakers"
    verbose_name = _("speakers")

    def ready(self) -> None:
        from accounts.invitations import provisional_acts
        from sessions.permissions import taking_part
        from sessions.rehearsed import fillers
        from speakers import (
            cockpit,
            exports,
            floor_providers,
            floor_state,
            models,
            permissions,
            personal_data,
            phase_providers,
            practice,
            providers,
            provisional_providers,
            series_providers,
        )
        from speakers.receipts import RECEIPTS

        exports.register()
        personal_data.register()
        # Accessibility needs go to the staff who act on them and to nobody else, so not into the log either.
        audited(models.SpeakingIntent, exclude={"accessibility_needs"}, shows_order=False)
        audited(models.Statement, models.FloorRequest, models.ProvisionalAct, shows_order=False)
        audited(models.SeriesChoice, models.SeriesPlace, shows_order=False)
        audited(models.Intervention, models.Point, models.FloorSegment)
        audited(models.Floor, exclude=["last_event", "last_request_event"])
        live.event_readers.register(floor_state.PUBLIC_STREAM, floor_state.read_public)
        live.event_readers.register(floor_state.REQUEST_STREAM, floor_state.read_requests)
        for key, phase in phase_providers.PHASES.items():
            phases.register(key, phase)
        my_tasks.register("speakers.intents", providers.intent_tasks)
        my_tasks.register("speakers.provisional", provisional_providers.provisional_tasks)
        provisional_acts.register("speakers.intents", provisional_providers.acts_for)
        my_tasks.register("speakers.points", providers.point_tasks)
        cockpit_cards.register("speakers.intents", cockpit.intent_cards)
        cockpit_plots.register("speakers.intents", cockpit.intent_plots)
        cockpit_exceptions.register("speakers.intents", cockpit.intent_exceptions)
        cockpit_exceptions.register("speakers.seats", cockpit.seat_exceptions)
        cockpit_cards.register("speakers.points", providers.point_card)
        session_links.register("speakers.intents", providers.speaking_links)
        ways_in.register("a-speakers", providers.way_in)
        live_pages.register("speakers.screen", providers.screen_page)
        my_tasks.register("speakers.floor", floor_providers.floor_tasks)
        cockpit_cards.register("speakers.floor", floor_providers.floor_card)
        session_joins.register("speakers.floor", "floor")
        session_links.register("speakers.floor", floor_providers.floor_links)
        taking_part.register("speakers.intents", permissions.has_intent_that_stands)
        taking_part.register("speakers.series", series_providers.has_place_that_is_told)
        my_tasks.register("speakers.series", series_providers.series_tasks)
        session_links.register("speakers.series", series_providers.session_links)
        series_links.register("speakers.series", series_providers.series_links)
        cockpit_cards.register("speakers.series", series_providers.series_card)
        fillers.register("speakers", practice.invent_intents)
        occasions.register_all(RECEIPTS)
