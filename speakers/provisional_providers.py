"""What provisional intents give to pages of the whole portal: an act on an invitation's page, tasks for who decides.

Registered in `apps.py`; each costs a constant number of queries.
"""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.invitations import OfferedAct
from accounts.models import Delegation, Invitation
from accounts.permissions import delegations_led_by, is_focal_point
from dialogue_portal.registries import MyTask
from speakers.models import IntentStatus, SpeakingIntent
from speakers.providers import open_windows
from speakers.services.provisional import LEADS_NOWHERE


def acts_for(invitation: Invitation, user: Any) -> Iterable[OfferedAct]:
    """For somebody else than the invited person: an intent in each session that takes them now."""
    delegation: Any = invitation.scope
    if not isinstance(delegation, Delegation) or invitation.state in LEADS_NOWHERE or is_focal_point(user, delegation):
        return
    for window in open_windows():
        session = window.session
        yield OfferedAct(
            title=_("Leave an intent to speak of %(delegation)s") % {"delegation": delegation},
            detail=_("%(session)s. You sign in with an address of your own.") % {"session": session},
            url=reverse("speakers:leave-provisional-intent", kwargs={"slug": session.slug}),
            button=_("Leave an intent, to be confirmed"),
            deadline=window.closes_at,
            time_zone=session.time_zone,
        )


def provisional_tasks(user: Any) -> Iterable[MyTask]:
    """For the secretariat and for a delegation's lead: what waits to be confirmed or discarded. One query for them."""
    led = delegations_led_by(user)
    if not led and not user.has_desk:
        return
    ahead = Q(session__ends_at=None) | Q(session__ends_at__gt=timezone.now())
    waiting = SpeakingIntent.objects.filter(ahead, status=IntentStatus.PROVISIONAL)
    if not user.has_desk:
        waiting = waiting.filter(delegation__in=led)
    for intent in waiting.select_related("session", "delegation").in_pool_order():
        yield MyTask(
            title=_("Confirm or discard a provisional intent to speak"),
            detail=_("%(delegation)s · %(session)s") % {"delegation": intent.represents, "session": intent.session},
            url=intent.get_absolute_url(),
            button=_("Read and decide"),
            deadline=intent.session.starts_at,
            time_zone=intent.session.time_zone,
        )
