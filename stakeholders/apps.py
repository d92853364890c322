from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from dialogue_portal import registries
from dialogue_portal.audit import audited


class StakeholdersConfig(AppConfig):
    name = "stakeholders"
    verbose_name = _("stakeholders")

    def ready(self) -> None:
        from accounts.merging import merge_rules
        from accounts.organization_page import involvements
        from mailings.occasions import occasions
        from sessions.permissions import taking_part
        from sessions.rehearsed import fillers
        from stakeholders import (
            calls,
            exports,
            merging,
            permissions,
            personal_data,
            phase_providers,
            practice,
            providers,
        )
        from stakeholders.occasions import OCCASIONS

        exports.register()
        personal_data.register()
        _audit()
        registries.phases.register_all(phase_providers.PHASES)
        registries.my_tasks.register("stakeholders", providers.my_tasks)
        _fill_cockpit()
        registries.session_links.register("stakeholders", providers.session_links)
        registries.ways_in.register("b-stakeholders", providers.way_in)
        merge_rules.register("stakeholders.application", merging.RULE)
        fillers.register("stakeholders", practice.invent_applications)
        involvements.register("stakeholders", providers.involvements)
        occasions.register_all(OCCASIONS)
        occasions.register_all(calls.OCCASIONS)
        taking_part.register("stakeholders", permissions.has_confirmed_its_seat)


def _audit() -> None:
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


def _fill_cockpit() -> None:
    from stakeholders import cockpit

    registries.cockpit_cards.register("stakeholders", cockpit.application_cards)
    registries.cockpit_cards.register("stakeholders.conflicts", cockpit.conflict_cards)
    registries.cockpit_plots.register("stakeholders", cockpit.application_plots)
    registries.cockpit_exceptions.register("stakeholders", cockpit.status_exceptions)
