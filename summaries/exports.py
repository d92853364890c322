"""Groups' positions and the table of dispositions as CSV and Excel: for the Chair's team, who see every group's."""

from typing import Any

from django.utils.translation import gettext, gettext_lazy as _

from accounts.models import RegionalGroup
from dialogue_portal.exports import Asked, Column, StaffTable, staff_tables
from summaries.models import Amendment, Comment, ConsultationRound, Contribution, GroupPosition
from summaries.models.consultation import ContributionState, Outcome
from summaries.permissions import BUREAU_GROUPS


def register() -> None:
    staff_tables.register("summaries.dispositions", DISPOSITIONS)
    staff_tables.register("summaries.positions", POSITIONS)


CONFIDENTIAL = _("Confidential to the Chair’s team: no group is shown what another has said.")


def _contributions(asked: Asked) -> list[Contribution]:
    """By round, by paragraph of its version, then as they were made."""
    rounds = {
        row.pk: row for row in ConsultationRound.objects.filter(version__summary=asked.scope).select_related("version")
    }
    found: list[Contribution] = []
    for kind in (Comment, Amendment):
        rows: Any = kind.objects.visible_to(asked.user).filter(round__in=rounds)
        found.extend(rows.select_related("author", "disposition__decided_by"))
    for row in found:
        # One object for all of a round, whose text is read once.
        row.round = rounds[row.round_id]
    return sorted(found, key=lambda row: (row.round.version.number, row.frozen_paragraph.number, row.made_at))


def _decided(name: str) -> Any:
    def read(row: Any) -> Any:
        return getattr(getattr(row, "disposition", None), name, None)

    return read


DISPOSITIONS = StaffTable(
    title=_("Table of dispositions"),
    permission="summaries.read_draft",
    rows=_contributions,
    note=CONFIDENTIAL,
    columns=[
        Column(_("Version"), "round.version.number"),
        Column(_("Paragraph"), "frozen_paragraph.number"),
        Column(_("Group"), "regional_group", RegionalGroup.choices),
        Column(_("Kind"), lambda row: gettext("Amendment") if isinstance(row, Amendment) else gettext("Comment")),
        Column(_("Wording of the version"), "frozen_paragraph.text"),
        Column(
            _("Comment or proposed wording"), lambda row: getattr(row, "proposed_text", "") or getattr(row, "text", "")
        ),
        Column(_("Why"), lambda row: getattr(row, "explanation", "")),
        Column(_("Status"), "state", ContributionState.choices),
        Column(_("Decision"), _decided("outcome"), Outcome.choices),
        Column(_("Reason"), _decided("reason")),
        Column(_("Adopted wording"), _decided("adopted_text")),
        Column(_("Decided by"), _decided("decided_by")),
        Column(_("Decided on"), _decided("decided_at"), is_moment=True),
    ],
)


def _positions(asked: Asked) -> list[GroupPosition]:
    """Of each group; one without a position where it has stated none."""
    stated: Any = GroupPosition.objects.visible_to(asked.user).filter(round=asked.scope).select_related("stated_by")
    known = {row.regional_group: row for row in stated}
    return [known.get(group) or GroupPosition(regional_group=group, position="") for group in BUREAU_GROUPS]


def _position(row: GroupPosition) -> str:
    return row.get_position_display() if row.position else gettext("no position stated")


def _stated_by(row: GroupPosition) -> Any:
    return gettext("by silence") if row.is_by_silence else row.stated_by


POSITIONS = StaffTable(
    title=_("Positions of the regional groups"),
    permission="summaries.read_draft",
    rows=_positions,
    note=CONFIDENTIAL,
    columns=[
        Column(_("Group"), "regional_group", RegionalGroup.choices),
        Column(_("Position"), _position),
        Column(_("Text"), "text"),
        Column(_("Stated by"), _stated_by),
        Column(_("When"), lambda row: row.stated_at if row.stated_by else None, is_moment=True),
    ],
)
