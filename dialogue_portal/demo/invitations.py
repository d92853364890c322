"""How the focal points came to the portal, and those who are on their way: invitations in each of their states."""

import random
import secrets
from datetime import datetime, timedelta

from django.contrib.contenttypes.models import ContentType

from accounts.models import Delegation, Invitation
from accounts.models.invitations import VALID_FOR, token_hash
from dialogue_portal.demo.names import Names
from dialogue_portal.demo.people import Cast, address

# Second focal points that have not accepted: delegation, days since the invitation, followed the link, withdrawn.
WAITING = (
    ("AR", 3, True, False), ("BE", 3, False, False), ("CM", 2, True, False), ("FJ", 2, False, False),
    ("GE", 5, False, False), ("JO", 4, True, False), ("KE", 1, False, False), ("MN", 30, True, False),
    ("NO", 6, False, True), ("PE", 31, False, False), ("SN", 1, True, False), ("TH", 6, False, False),
)  # fmt: skip


def load(cast: Cast, now: datetime) -> None:
    """Every focal point was invited and accepted; a dozen more were invited since."""
    names = Names(random.Random(len(WAITING)))  # noqa: S311  (made up, the same each time)
    about = ContentType.objects.get_for_model(Delegation)
    delegations = {delegation.iso2: delegation for delegation in Delegation.objects.all()}

    def invitation(iso2: str, name: str, email: str, invited_at: datetime, **fields: object) -> Invitation:
        return Invitation(
            scope_type=about,
            scope_id=delegations[iso2].pk,
            name=name,
            email=email,
            created_at=invited_at,
            expires_at=invited_at + VALID_FOR,
            token_hash=token_hash(secrets.token_urlsafe(32)),
            invited_by=cast.secretariat,
            **fields,
        )

    rows: list[Invitation] = []
    for iso2, user in cast.focal_points.items():
        invited_at = now - timedelta(days=45 + len(rows) % 9, hours=len(rows) % 5)
        seen_at = invited_at + timedelta(days=len(rows) % 6, hours=2)
        accepted = {"role": "lead", "opened_at": seen_at, "accepted_at": seen_at, "accepted_by": user}
        rows.append(invitation(iso2, user.full_name, user.email, invited_at, **accepted))
    for iso2, days, followed, withdrawn in WAITING:
        invited_at = now - timedelta(days=days)
        name = names.person(iso2, delegations[iso2].regional_group).full
        state = {
            "opened_at": invited_at + timedelta(hours=5) if followed else None,
            "withdrawn_at": invited_at + timedelta(days=1) if withdrawn else None,
        }
        email = address(f"mission.{iso2.lower()}.2")
        rows.append(invitation(iso2, name, email, invited_at, role="focal_point", **state))
    Invitation.objects.bulk_create(rows)
