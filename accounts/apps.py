from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from dialogue_portal.audit import audited


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = _("accounts")

    def ready(self) -> None:
        from accounts import models

        audited(
            models.User,
            models.Delegation,
            models.DelegationMember,
            models.Organization,
            models.OrganizationMember,
            models.EcosocStatus,
        )
