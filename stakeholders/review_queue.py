"""What a reviewer is asked to review: the entries of the queue, and how each stands. For the page and its export."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import FilteredRelation, Q
from django.utils.translation import gettext_lazy

from accounts.models import User
from dialogue_portal.registries import Words
from sessions.models import DialogueSession
from stakeholders.models import Application, ConflictOfInterest

CONFLICT = ConflictOfInterest.Declaration.CONFLICT
ORDER = ("organization__name", "pk")


@dataclass(frozen=True)
class QueueEntry:
    """One application of a reviewer's queue, of which only what the list shows is read, and what is to do with it."""

    application_id: UUID
    organization: str
    kind: str
    regional_group: str
    declaration: str
    has_review: bool
    is_submitted: bool

    @property
    def standing(self) -> tuple[Words, str]:
        """In words, and the tone of the pill."""
        if not self.declaration:
            return gettext_lazy("Conflict of interest to be declared"), "soon"
        if self.declaration == CONFLICT:
            return gettext_lazy("Conflict of interest: not for you"), "neutral"
        if not self.has_review:
            return gettext_lazy("To be scored"), "open"
        return (gettext_lazy("Submitted"), "done") if self.is_submitted else (gettext_lazy("Draft of a review"), "soon")

    @property
    def is_to_score(self) -> bool:
        return self.declaration not in ("", CONFLICT) and not self.is_submitted


def queue_of(user: User, session: DialogueSession) -> list[QueueEntry]:
    """What this reviewer is asked to review, by name of the organisation: one query."""
    rows = Application.objects.for_reviewer(user, session).annotate(
        declared=FilteredRelation("conflicts", condition=Q(conflicts__reviewer=user)),
        own=FilteredRelation("reviews", condition=Q(reviews__reviewer=user)),
    )
    organization = [f"organization__{name}" for name in ("name", "kind", "regional_group")]
    standing = ("declared__declaration", "own__pk", "own__submitted_at")
    return [
        QueueEntry(key, name, kind, group, declaration or "", review is not None, submitted_at is not None)
        for key, name, kind, group, declaration, review, submitted_at in rows.order_by(*ORDER).values_list(
            "pk", *organization, *standing
        )
    ]


def undeclared_of(user: User, session: DialogueSession) -> list[Application]:
    """Those of which this reviewer has not yet said whether there is a conflict of interest."""
    rows = Application.objects.for_reviewer(user, session).select_related("organization").order_by(*ORDER)
    # Without the texts, which are long.
    return list(rows.exclude(conflicts__reviewer=user).only("session", "route", "status", "organization__name"))
