from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from dialogue_portal.audit import audited
from dialogue_portal.registries import cockpit_cards, my_tasks


class MailingsConfig(AppConfig):
    name = "mailings"
    verbose_name = _("mailings")

    def ready(self) -> None:
        from accounts import joining
        from accounts.invitations import carriers, deliveries
        from accounts.memberships import messengers
        from dialogue_portal.jobs import JobKind, JobState, job_kinds
        from mailings import (
            asked,
            delivery,
            exports,
            invitations,
            memberships,
            models,
            organizations,
            personal_data,
            services,
        )
        from mailings.occasions import occasions

        exports.register()
        personal_data.register()
        audited(models.Mailing, models.MailTemplate)
        job_kinds.register(
            services.KIND,
            JobKind(
                models.Message,
                delivery.deliver,
                passing=(delivery.NotTakenOver,),
                max_attempts=delivery.MAX_ATTEMPTS,
                lost=JobState.UNCERTAIN,
            ),
        )
        occasions.register("invitation", invitations.OCCASION)
        carriers.register("mail", invitations.carry)
        deliveries.register("mail", invitations.delivered)
        occasions.register_all(memberships.OCCASIONS)
        occasions.register_all(organizations.OCCASIONS)
        messengers.register("mail", memberships.carry)
        joining.carriers.register("mail", organizations.carry)
        cockpit_cards.register("mailings", asked.cockpit_cards)
        my_tasks.register("mailings", asked.my_tasks)
