"""The programme of a meeting as rows: what its kind and its format rules give, until staff edit it."""

from dataclasses import replace

from sessions.models import DialogueSession, KindSegment, Programme, ProgrammeItem
from sessions.services.programme_editing import ProgrammeRow, save_items

Segment = ProgrammeItem.Segment
# Where the meeting itself is held: what the other segments leave is its.
MAIN = (Segment.DIALOGUE, Segment.DISCUSSION)


def plan_programme(session: DialogueSession) -> None:
    """Fit the programme to the meeting's length and opening; one that staff have edited is left alone.

    A meeting without a programme begins with its kind's; later changes of the kind do not reach it. Items that stay
    keep their key: their titles in other languages refer to it.
    """
    if not (session.starts_at and session.ends_at) or Programme.objects.filter(session=session).exists():
        return
    items = session.programme_items.all()
    stored = [ProgrammeRow(item.segment, item.minutes, item.title, item.led_by, item.pk) for item in items]
    total = int((session.ends_at - session.starts_at).total_seconds() // 60)
    save_items(session, fit(stored or segments_of(session.kind), total, session.opening_minutes))


def segments_of(kind: str) -> list[ProgrammeRow]:
    """The programme that a meeting of this kind begins with."""
    rows = KindSegment.objects.filter(kind=kind)
    return [ProgrammeRow(row.segment, row.minutes, row.title) for row in rows]


def fit(budgets: list[ProgrammeRow], total: int, opening: int) -> list[ProgrammeRow]:
    """The same segments in `total` minutes: the opening as the rules say, the main one what the others leave.

    Where they leave nothing, the last ones give way; a segment without a minute is left out.
    """
    if not any(budget.segment == Segment.OPENING for budget in budgets):
        budgets = [ProgrammeRow(Segment.OPENING, opening), *budgets]
    budgets = [replace(one, minutes=opening) if one.segment == Segment.OPENING else one for one in budgets]
    main = next((number for number, one in enumerate(budgets) if one.segment in MAIN), None)
    if main is None:
        main = len(budgets) - (budgets[-1].segment == Segment.CLOSING)
        budgets = [*budgets[:main], ProgrammeRow(Segment.DIALOGUE, 0), *budgets[main:]]
    others = sum(one.minutes for number, one in enumerate(budgets) if number != main)
    budgets[main] = replace(budgets[main], minutes=max(0, total - others))
    left, fitted = total, []
    for one in budgets:
        minutes = min(one.minutes, left)
        left -= minutes
        if minutes:
            fitted.append(replace(one, minutes=minutes))
    return fitted
