"""The Chair's decisions: each comment and amendment gets one, with a reason. No vote is taken.

An accepted wording goes into the text only if the paragraph still stands as it stood when the decision was made.
"""

from typing import Any

from django.db import transaction

from accounts.models import User
from dialogue_portal.revisions import StaleRevision, save_revision
from dialogue_portal.states import check_transition
from mailings.occasions import Link
from sessions.models import Act, Role
from sessions.services.instructions import InstructionMissing, Source, decider_of, record_decision
from summaries.models import Amendment, Comment, Contribution, ContributionState, Disposition, Outcome, Paragraph
from summaries.models.consultation import TRANSITIONS
from summaries.permissions import is_chair
from summaries.services.status import lock_editable


class WordingMissing(Exception):
    """Accepting with modification needs the wording that the paragraph takes."""


@transaction.atomic
def decide_amendment(
    amendment: Amendment,
    *,
    outcome: str,
    reason: str,
    actor: User,
    wording: str = "",
    seen: int | None = None,
    source: Source | None = None,
) -> Disposition:
    """Decide on a proposed wording and, if it is accepted, put it into the text.

    Accepted as proposed: only if the paragraph is still as the version had it. With modification: `wording`, only if
    the paragraph is at revision `seen`, which the decider saw. Raises StaleRevision (with the paragraph as it is now),
    InvalidTransition, TextIsClosed, InstructionMissing, WordingMissing.
    """
    _lock_undecided(amendment)
    adopted = ""
    if outcome == Outcome.ACCEPTED:
        frozen = amendment.frozen_paragraph
        adopted = amendment.proposed_text
        _adopt(amendment, adopted, seen=frozen.revision)
    elif outcome == Outcome.MODIFIED:
        if not wording.strip() or seen is None:
            raise WordingMissing
        adopted = wording
        _adopt(amendment, adopted, seen=seen)
    return _dispose(amendment, actor=actor, outcome=outcome, reason=reason, source=source, adopted_text=adopted)


@transaction.atomic
def decide_comment(
    comment: Comment, *, outcome: str, reason: str, actor: User, source: Source | None = None
) -> Disposition:
    """Decide on a remark. Raises InvalidTransition, TextIsClosed, InstructionMissing."""
    _lock_undecided(comment)
    return _dispose(comment, actor=actor, outcome=outcome, reason=reason, source=source)


def _lock_undecided(contribution: Contribution) -> None:
    lock_editable(contribution.round.version.summary_id)
    contribution.refresh_from_db(fields=["state"])
    check_transition(TRANSITIONS, contribution.state, ContributionState.DECIDED)


def _adopt(amendment: Amendment, text: str, *, seen: int) -> None:
    paragraph = Paragraph.objects.get(pk=amendment.paragraph_id)
    if paragraph.removed_at:
        raise StaleRevision(paragraph)
    paragraph.text = text
    save_revision(paragraph, seen=seen, fields=["text"])


def _dispose(contribution: Contribution, *, actor: User, source: Source | None, **decision: Any) -> Disposition:
    if source is None and not is_chair(actor, contribution.session):
        raise InstructionMissing
    contribution.state = ContributionState.DECIDED
    contribution.save(update_fields=["state"])
    subject = {str(contribution._meta.model_name): contribution}
    disposition = Disposition.objects.create(**subject, decided_by=decider_of(source, actor=actor), **decision)
    page = Link("summaries:dispositions", {"slug": contribution.session.slug})
    record_decision(
        disposition,
        session=contribution.session,
        act=Act.DECIDED,
        role=Role.COMMISSION_CHAIR,
        source=source,
        actor=actor,
        page=page,
    )
    return disposition
