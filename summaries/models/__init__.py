"""The models of the Chair's summary: the text, its frozen versions, the consultation on it, and its renderings."""

from summaries.models.consultation import (
    Amendment,
    Comment,
    ConsultationRound,
    Contribution,
    ContributionState,
    Disposition,
    GroupPosition,
    Outcome,
    Position,
)
from summaries.models.text import Distribution, Paragraph, PointReference, Section, Summary, SummaryStatus
from summaries.models.versions import FileFormat, Purpose, Rendering, SummaryVersion

__all__ = [
    "Amendment",
    "Comment",
    "ConsultationRound",
    "Contribution",
    "ContributionState",
    "Disposition",
    "Distribution",
    "FileFormat",
    "GroupPosition",
    "Outcome",
    "Paragraph",
    "PointReference",
    "Position",
    "Purpose",
    "Rendering",
    "Section",
    "Summary",
    "SummaryStatus",
    "SummaryVersion",
]
