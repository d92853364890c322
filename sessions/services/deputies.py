"""Deputies of the Chair, of who presides and of Bureau members: named by invitation, for days that the principal sets.

A deputy holds the principal's role, so that whatever asks for roles lets them do what the principal may.
"""

from collections.abc import Collection
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from accounts.invitations import Holding
from accounts.models import Invitation, User
from accounts.services.invitations import addresses_of
from mailings.occasions import Link
from mailings.services import send
from sessions.models import DialogueSession, SessionRole


@transaction.atomic
def give_deputy(invitation: Invitation, user: User) -> None:
    """What an accepted invitation to deputize gives, for the days that it names; twice is once.

    Nothing for a person who holds the role in their own right.
    """
    principal: Any = invitation.scope
    DialogueSession.objects.select_for_update().get(pk=principal.session_id)
    key = {
        "session": principal.session,
        "user": user,
        "role": principal.role,
        "regional_group": principal.regional_group,
    }
    if SessionRole.objects.filter(**key).own().in_force().exists():
        return
    days = {"starts_on": invitation.starts_on, "ends_on": invitation.ends_on}
    held, _new = SessionRole.objects.update_or_create(**key, defaults={**days, "deputy_for": principal})
    _tell("deputy-began", held)


@transaction.atomic
def end_deputy(held: SessionRole, *, actor: User) -> SessionRole:
    """End a deputy's role at once; the row stays as the record. Raises ValueError for a role in one's own right."""
    if held.deputy_for is None:
        raise ValueError("not a deputy's role")
    held.ends_on = timezone.now().date() - timedelta(days=1)
    held.save(update_fields=["ends_on"])
    _tell("deputy-ended", held)
    return held


def deputies_held(principals: Collection[UUID]) -> set[Holding]:
    """Which addresses deputize for whom of these today. Two queries."""
    held = list(SessionRole.objects.in_force().filter(deputy_for__in=principals))
    addresses = addresses_of(one.user_id for one in held)
    return {
        (one.deputy_for_id, "deputy", "", address)
        for one in held
        if one.deputy_for_id
        for address in addresses[one.user_id]
    }


def _tell(occasion: str, held: SessionRole) -> None:
    assert held.deputy_for is not None  # noqa: S101  (the callers have asked)
    principal = held.deputy_for.user
    values = {
        "deputy": held.user,
        "principal": principal,
        "role": held.words,
        "session": held.session.title_as_read,
        "url": Link("sessions:detail", {"slug": held.session.slug}),
    }
    for recipient in (principal, held.user):
        send(occasion=occasion, recipient=recipient, values=values, scope=held.session)
