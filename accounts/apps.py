import smtplib

from allauth.usersessions.apps import UserSessionsConfig
from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from dialogue_portal.audit import audited
from dialogue_portal.registries import cockpit_cards, my_tasks


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = _("accounts")

    def ready(self) -> None:
        from allauth.mfa.signals import authenticator_added

        from accounts import exports, mail, models, personal_data, providers, retention, security_log
        from accounts.backends import belongings
        from accounts.merging import MergeRule, merge_rules, settle_join_requests, settle_memberships
        from accounts.second_factor import note_set_up, role_sources
        from dialogue_portal.jobs import JobKind, job_kinds
        from dialogue_portal.personal_data import retentions

        exports.register()
        personal_data.register()
        retentions.register_all(retention.RETENTIONS)
        _keep_history()
        _offer_focal_points()
        my_tasks.register("accounts", providers.my_tasks)
        cockpit_cards.register("accounts", providers.cockpit_cards)
        belongings.register("delegations", "delegation_memberships")
        belongings.register("organizations", "organization_memberships")
        merge_rules.register("accounts.organizationmember", MergeRule(settle_memberships))
        merge_rules.register("accounts.joinrequest", MergeRule(settle_join_requests))
        role_sources.register("accounts", lambda user: ["secretariat"] if user.is_secretariat else [])
        authenticator_added.connect(note_set_up)
        passing = (OSError, smtplib.SMTPException)
        job_kinds.register(
            mail.KIND, JobKind(models.AccountMail, mail.deliver, passing=passing, max_attempts=mail.MAX_ATTEMPTS)
        )
        security_log.connect()


def _keep_history() -> None:
    from allauth.account.models import EmailAddress

    from accounts import models

    audited(
        models.User,
        models.Delegation,
        models.DelegationName,
        models.DelegationMember,
        models.Organization,
        models.OrganizationMember,
        models.FormerName,
        models.EcosocStatus,
        models.JoinRequest,
        models.ErasureRequest,
        EmailAddress,
        # Its rows are drafts; what is sent of them becomes an invitation.
        models.InvitationImport,
    )
    audited(models.Invitation, exclude=["token_hash"])


def _offer_focal_points() -> None:
    from accounts.invitations import InvitationScope, scopes
    from accounts.models import Delegation
    from accounts.permissions import is_lead
    from accounts.services.delegations import focal_points_held, give_focal_point

    scopes.register(
        "accounts.delegation",
        InvitationScope(
            label=_("Delegations"),
            roles={"focal_point": _("Focal point"), "lead": _("Lead focal point")},
            give=give_focal_point,
            page=Delegation.get_absolute_url,
            may_manage=is_lead,
            holders=focal_points_held,
        ),
    )


class SignInsConfig(UserSessionsConfig):
    """allauth's list of a person's sessions, kept by `accounts.sign_ins` in one query a sign-in instead of many."""

    def ready(self) -> None:
        from allauth.account import signals
        from django.contrib.auth.signals import user_logged_in, user_logged_out

        from accounts import sign_ins

        user_logged_in.disconnect(dispatch_uid="update_last_login")
        user_logged_in.connect(sign_ins.note_sign_in)
        user_logged_out.connect(sign_ins.note_sign_out)
        for signal in (signals.password_changed, signals.password_set, signals.password_reset):
            signal.connect(sign_ins.note_new_password)
