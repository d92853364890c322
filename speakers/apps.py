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
        from sessions.rehearsed import fillers
        from speakers import (
            calls,
            exports,
            floor_state,
            personal_data,
            phase_providers,
            practice,
            provisional_providers,
        )
        from speakers.receipts import RECEIPTS

        exports.register()
        personal_data.register()
        phases.register_all(phase_providers.PHASES)
        occasions.register_all(RECEIPTS)
        occasions.register_all(calls.OCCASIONS)
        live.event_readers.register(floor_state.PUBLIC_STREAM, floor_state.read_public)
        live.event_readers.register(floor_state.REQUEST_STREAM, floor_state.read_requests)
        provisional_acts.register("speakers.intents", provisional_providers.acts_for)
        fillers.register("speakers", practice.invent_intents)
        _keep_history()
        _fill_pages_of_people()
        _fill_cockpit()
        _fill_pages_of_sessions()


def _keep_history() -> None:
    from speakers import models

    # Accessibility needs go to the staff who act on them and to nobody else, so not into the log either.
    audited(models.SpeakingIntent, exclude={"accessibility_needs"}, shows_order=False)
    audited(models.Statement, models.FloorRequest, models.ProvisionalAct, shows_order=False)
    audited(models.SeriesChoice, models.SeriesPlace, shows_order=False)
    audited(models.Intervention, models.Point, models.FloorSegment)
    audited(models.Floor, exclude=["last_event", "last_request_event"])


def _fill_pages_of_people() -> None:
    """What is asked of somebody, and who has the link to join."""
    from sessions.permissions import taking_part
    from speakers import floor_providers, permissions, providers, provisional_providers, series_providers

    my_tasks.register("speakers.floor", floor_providers.floor_tasks)
    my_tasks.register("speakers.intents", providers.intent_tasks)
    my_tasks.register("speakers.points", providers.point_tasks)
    my_tasks.register("speakers.provisional", provisional_providers.provisional_tasks)
    my_tasks.register("speakers.series", series_providers.series_tasks)
    taking_part.register("speakers.intents", permissions.has_intent_that_stands)
    taking_part.register("speakers.series", series_providers.has_place_that_is_told)


def _fill_cockpit() -> None:
    from speakers import cockpit, floor_providers, providers, series_providers

    cockpit_cards.register("speakers.floor", floor_providers.floor_card)
    cockpit_cards.register("speakers.intents", cockpit.intent_cards)
    cockpit_cards.register("speakers.points", providers.point_card)
    cockpit_cards.register("speakers.series", series_providers.series_card)
    cockpit_plots.register("speakers.intents", cockpit.intent_plots)
    cockpit_exceptions.register("speakers.intents", cockpit.intent_exceptions)
    cockpit_exceptions.register("speakers.seats", series_providers.seat_exceptions)


def _fill_pages_of_sessions() -> None:
    from speakers import floor_providers, providers, series_providers

    session_joins.register("speakers.floor", "floor")
    session_links.register("speakers.floor", floor_providers.floor_links)
    session_links.register("speakers.intents", providers.speaking_links)
    session_links.register("speakers.series", series_providers.session_links)
    series_links.register("speakers.series", series_providers.series_links)
    ways_in.register("a-speakers", providers.way_in)
    live_pages.register("speakers.screen", providers.screen_page)
