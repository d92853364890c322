"""The roles of a person in sessions as offices on the page "My account". Registered in `apps.py`."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from accounts.models import User
from accounts.offices import Office
from sessions.models import SessionRole


def offices_of(user: User) -> Iterator[Office]:
    """Held today, the latest session first. One query."""
    held = SessionRole.objects.in_force().filter(user=user).select_related("session").order_by("-session__starts_at")
    for role in held:
        label = _("%(office)s, as deputy") % {"office": role.words} if role.deputy_for_id else role.words
        yield Office(label, str(role.session), role.session.get_absolute_url())
