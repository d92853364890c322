"""Making a series, and which meetings belong to it with how many seats."""

import uuid
from collections.abc import Iterable, Mapping

from django.db import transaction
from django.db.models import Q

from accounts.models import User
from dialogue_portal.client_tokens import create_once
from dialogue_portal.revisions import save_revision
from sessions.models import DialogueSession, Series


def create_series(series: Series, *, actor: User, token: uuid.UUID | None) -> tuple[Series, bool]:
    """Store a new series; the same form sent twice makes one. Gives it and whether it was made now."""

    def create() -> Series:
        series.client_token = token
        series.save(force_insert=True)
        return series

    return create_once(Series.objects.all(), token, create)


@transaction.atomic
def save_series(
    series: Series,
    *,
    seats: Mapping[uuid.UUID, int | None],
    leaving: Iterable[uuid.UUID],
    joining: Iterable[DialogueSession],
    actor: User,
    seen: int,
) -> Series:
    """Save the series, the seats of its meetings by their keys, and which meetings leave and join it.

    Raises StaleRevision. A meeting that joined another series meanwhile stays there.
    """
    coming = [meeting.pk for meeting in joining]
    # Meetings before the series, as whoever writes its title in a language does: else two would wait for each other.
    concerned = DialogueSession.objects.filter(Q(series=series) | Q(pk__in=coming)).order_by("pk")
    list(concerned.select_for_update())
    save_revision(series, seen=seen)
    gone = set(leaving)
    for meeting in DialogueSession.objects.select_for_update().filter(series=series):
        kept = None if meeting.pk in gone else series
        wanted = seats.get(meeting.pk, meeting.seats)
        if (kept, wanted) != (series, meeting.seats):
            meeting.series, meeting.seats = kept, wanted
            save_revision(meeting, seen=meeting.revision, fields=["series", "seats"])
    new = DialogueSession.objects.select_for_update().filter(pk__in=coming, series=None)
    for meeting in new:
        meeting.series = series
        save_revision(meeting, seen=meeting.revision, fields=["series"])
    return series
