"""The Chair's decisions: each comment and amendment gets one, with a reason. No vote is taken.

An accepted wording goes into the text only if the paragraph still stands as it stood when the decision was made.
"""

from typing import Any

from django.db import transaction

from accounts.models import User
from dialogue_portal.revisions import StaleRevision, save_revision
from dialogue_portal.states import check_transition
from summaries.models import Amendment, Comment, Contribution, ContributionState, Disposition, Outcome, Paragraph
from summaries.models.consultation import TRANSITIONS
from summaries.permissions import is_chair
from summaries.services.status import lock_editable


class InstructionMissing(Exception):
    """Who records a decision for the Chair must say when and how the Chair gave it."""


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
    instruction: str = "",
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
    return _dispose(
        amendment, actor=actor, outcome=outcome, reason=reason, instruction=instruction, adopted_text=adopted
    )


@transaction.atomic
def decide_comment(comment: Comment, *, outcome: str, reason: str, actor: User, instruction: str = "") -> Disposition:
    """Decide on a remark. Raises InvalidTransition, TextIsClosed, InstructionMissing."""
    _lock_undecided(comment)
    return _dispose(comment, actor=actor, outcome=outcome, reason=reason, instruction=instruction)


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


def _dispose(contribution: Contribution, *, actor: User, instruction: str, **decision: Any) -> Disposition:
    if not instruction and not is_chair(actor, contribution.session):
        raise InstructionMissing
    contribution.state = ContributionState.DECIDED
    contribution.save(update_fields=["state"])
    subject = {str(contribution._meta.model_name): contribution}
    return Disposition.objects.create(**subject, decided_by=actor, instruction=instruction, **decision)
