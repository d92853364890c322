"""Who acts for a delegation."""

from accounts.models import DelegationMember, Invitation, User


def give_focal_point(invitation: Invitation, user: User) -> None:
    """What an accepted invitation to a delegation gives."""
    DelegationMember.objects.update_or_create(
        delegation=invitation.scope, user=user, defaults={"is_lead": True} if invitation.role == "lead" else {}
    )


def remove_focal_point(membership: DelegationMember) -> None:
    """End a person's acting for a delegation; what they did stays."""
    membership.delete()
