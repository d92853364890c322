from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from dialogue_portal.audit import audited


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = _("accounts")

    def ready(self) -> None:
        from allauth.account.models import EmailAddress

        from accounts import models
        from accounts.invitations import InvitationScope, scopes
        from accounts.second_factor import role_sources
        from accounts.services.delegations import give_focal_point

        audited(
            models.User,
            models.Delegation,
            models.DelegationMember,
            models.Organization,
            models.OrganizationMember,
            models.EcosocStatus,
            EmailAddress,
        )
        audited(models.Invitation, exclude=["token_hash"])
        scopes.register(
            "accounts.delegation",
            InvitationScope(
                roles={"focal_point": _("Focal point"), "lead": _("Lead focal point")},
                give=give_focal_point,
                page=models.Delegation.get_absolute_url,
            ),
        )
        role_sources.register("accounts", lambda user: ["secretariat"] if user.is_secretariat else [])
