"""Moving a summary from one state to the next, under the lock that all its writers take.

The lock is the summary's row: what is written to the text, said in a round or decided is ordered by it.
"""

import uuid

from django.db import transaction

from dialogue_portal.states import check_transition
from summaries.models import Summary
from summaries.models.text import TRANSITIONS


class TextIsClosed(Exception):
    """The summary is finalized or published: its text is not written any more."""


def lock(summary_id: uuid.UUID) -> Summary:
    """The summary as stored, locked until the transaction ends. Must run inside one."""
    return Summary.objects.select_for_update().get(pk=summary_id)


def lock_editable(summary_id: uuid.UUID) -> Summary:
    """The same, for a change of the text. Raises TextIsClosed."""
    summary = lock(summary_id)
    if not summary.is_editable:
        raise TextIsClosed
    return summary


@transaction.atomic
def move(summary: Summary, target: str, **values: object) -> Summary:
    """Give a locked summary its new status together with other fields. Raises InvalidTransition."""
    check_transition(TRANSITIONS, summary.status, target)
    summary.status = target
    for name, value in values.items():
        setattr(summary, name, value)
    summary.save(update_fields=["status", *values])
    return summary
