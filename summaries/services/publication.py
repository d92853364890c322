"""The end: the final version, and its publication at the same address."""

import logging

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from dialogue_portal.counts import count_each
from dialogue_portal.states import InvalidTransition, check_transition
from mailings.occasions import Link
from sessions.models import Act, Role, phase_exists
from sessions.services.instructions import InstructionMissing, Source, record_decision
from summaries.models import Amendment, Comment, ContributionState, Purpose, Summary, SummaryStatus
from summaries.models.text import TRANSITIONS
from summaries.permissions import is_chair
from summaries.services.consultation import PHASE
from summaries.services.status import lock, move
from summaries.services.versions import freeze_version

logger = logging.getLogger(__name__)


class Undecided(Exception):
    """Comments or amendments still wait for the Chair; `count` says how many."""

    def __init__(self, count: int) -> None:
        self.count = count
        super().__init__(f"{count} comments and amendments are not decided")


def count_undecided(summary: Summary) -> int:
    """How many comments and amendments of all rounds wait for the Chair's decision. One query."""
    proposed = {"round__version__summary": summary, "state": ContributionState.PROPOSED}
    return sum(count_each(*(rows.objects.filter(**proposed) for rows in (Comment, Amendment))))


@transaction.atomic
def finalize_summary(summary: Summary, *, actor: User, source: Source | None = None) -> Summary:
    """Freeze the final version; who is not the Chair says on whose word (`source`).

    Raises InstructionMissing, InvalidTransition, Undecided, NothingWritten.
    """
    if source is None and not is_chair(actor, summary.session):
        raise InstructionMissing
    summary = lock(summary.pk)
    check_transition(TRANSITIONS, summary.status, SummaryStatus.FINALIZED)
    if summary.status == SummaryStatus.DRAFTING and phase_exists(summary.session, PHASE):
        raise InvalidTransition(summary.status, SummaryStatus.FINALIZED)
    if waiting := count_undecided(summary):
        raise Undecided(waiting)
    version = freeze_version(summary, purpose=Purpose.FINAL, actor=actor)
    page = Link("summaries:detail", {"slug": summary.session.slug})
    record_decision(
        version,
        session=summary.session,
        act=Act.FINALIZED,
        role=Role.COMMISSION_CHAIR,
        source=source,
        actor=actor,
        page=page,
    )
    logger.info("summary %s finalized by %s", summary.pk, actor.pk)
    return move(summary, SummaryStatus.FINALIZED, final_version=version)


@transaction.atomic
def reopen_summary(summary: Summary, *, actor: User) -> Summary:
    """Take a finalized text back for a last correction; its final version stays in the history.

    Raises InvalidTransition.
    """
    summary = lock(summary.pk)
    if summary.status != SummaryStatus.FINALIZED:
        raise InvalidTransition(summary.status, SummaryStatus.REVISING)
    logger.info("summary %s reopened by %s", summary.pk, actor.pk)
    return move(summary, SummaryStatus.REVISING, final_version=None)


@transaction.atomic
def publish_summary(summary: Summary, *, actor: User) -> Summary:
    """Show the final version and its files to everybody. Raises InvalidTransition."""
    summary = lock(summary.pk)
    published = move(summary, SummaryStatus.PUBLISHED, published_at=timezone.now())
    logger.info("summary %s published by %s", summary.pk, actor.pk)
    return published
