"""Writing the text: starting it, its sections, and paragraphs out of the points noted.

Every change takes the summary's lock and is refused (TextIsClosed) once the text is finalized. What two people write
at once is settled by revisions; moving is not a new revision, so it disturbs nobody's wording.
"""

import uuid
from collections.abc import Iterable, Sequence

from django.db import models, transaction
from django.db.models import Max
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.models import User
from dialogue_portal.client_tokens import create_once
from dialogue_portal.revisions import save_revision
from sessions.models import DialogueSession, LeadingQuestion
from speakers.models import Point
from summaries.models import Paragraph, PointReference, Section, Summary
from summaries.services import facts
from summaries.services.status import lock_editable


class SectionInUse(Exception):
    """The section still has paragraphs, or is the last one."""


@transaction.atomic
def start_summary(session: DialogueSession, *, actor: User) -> Summary:
    """Make the summary with a section for the facts, one per leading question, and one for the ways forward.

    A second start returns the summary that is there.
    """
    commission = session.commission_session
    summary, is_new = Summary.objects.get_or_create(
        session=session,
        defaults={
            "title": session.title,
            "organ": commission.body if commission else "",
            "agenda_item": session.agenda_item,
        },
    )
    if is_new:
        with translation.override(summary.original_language):
            headings: list[tuple[str, LeadingQuestion | None]] = [(_("The dialogue"), None)]
            questions = session.leading_questions.prefetch_related("texts")
            headings += [(str(question.text), question) for question in questions]
            headings += [(_("Ways forward"), None)]
        for position, (heading, question) in enumerate(headings, start=1):
            Section.objects.create(summary=summary, heading=heading[:400], question=question, position=position)
    return summary


@transaction.atomic
def edit_masthead(summary: Summary, *, seen: int, fields: Iterable[str], actor: User) -> Summary:
    """Store the masthead's `fields` as they stand on `summary`. Raises StaleRevision, TextIsClosed."""
    lock_editable(summary.pk)
    return save_revision(summary, seen=seen, fields=fields)


@transaction.atomic
def add_section(summary: Summary, *, heading: str, actor: User) -> Section:
    """Add a section before the last one, which is the ways forward."""
    lock_editable(summary.pk)
    sections = list(summary.sections.filter(removed_at=None))
    section = Section.objects.create(summary=summary, heading=heading, position=_free_position(summary))
    _renumber([*sections[:-1], section, *sections[-1:]])
    return section


@transaction.atomic
def rename_section(section: Section, *, seen: int, actor: User) -> Section:
    """Store the heading as it stands on `section`. Raises StaleRevision."""
    lock_editable(section.summary_id)
    return save_revision(section, seen=seen, fields=["heading"])


@transaction.atomic
def move_section(section: Section, *, up: bool, actor: User) -> None:
    """Exchange the section with its neighbour; at the end of the text nothing happens."""
    lock_editable(section.summary_id)
    sections = list(Section.objects.filter(summary=section.summary_id, removed_at=None))
    _shift(sections, section, up)
    _renumber(sections)


@transaction.atomic
def remove_section(section: Section, *, actor: User) -> None:
    """Take an empty section out of the text. Raises SectionInUse if it has paragraphs or is the only one."""
    lock_editable(section.summary_id)
    others = Section.objects.filter(summary=section.summary_id, removed_at=None).exclude(pk=section.pk)
    if Paragraph.objects.current().filter(section=section).exists() or not others.exists():
        raise SectionInUse
    section.removed_at = timezone.now()
    section.save(update_fields=["removed_at"])


@transaction.atomic
def add_paragraph(
    section: Section, *, text: str, actor: User, points: Iterable[Point] = (), token: uuid.UUID | None = None
) -> Paragraph:
    """Add a paragraph at the end of a section, with the points that it reflects."""
    lock_editable(section.summary_id)

    def create() -> Paragraph:
        paragraph = Paragraph.objects.create(
            section=section, text=text, position=_next_position(section), client_token=token
        )
        _set_points(paragraph, points)
        return paragraph

    return create_once(Paragraph.objects.filter(section__summary=section.summary_id), token, create)[0]


@transaction.atomic
def edit_paragraph(paragraph: Paragraph, *, points: Iterable[Point], seen: int, actor: User) -> Paragraph:
    """Store the text as it stands on `paragraph`, and the points it reflects. Raises StaleRevision, TextIsClosed."""
    lock_editable(paragraph.section.summary_id)
    save_revision(paragraph, seen=seen, fields=["text"])
    _set_points(paragraph, points)
    return paragraph


@transaction.atomic
def move_paragraph(paragraph: Paragraph, *, up: bool, actor: User) -> None:
    """Move by one place; from the edge of a section into the next one. All numbers follow by themselves."""
    summary = lock_editable(paragraph.section.summary_id)
    sections = list(summary.sections.filter(removed_at=None))
    rows = list(Paragraph.objects.current().filter(section=paragraph.section_id))
    at = rows.index(paragraph)
    if 0 <= at + (-1 if up else 1) < len(rows):
        _shift(rows, paragraph, up)
    else:
        here = [section.pk for section in sections].index(paragraph.section_id)
        there = here + (-1 if up else 1)
        if not 0 <= there < len(sections):
            return
        rows = list(Paragraph.objects.current().filter(section=sections[there]))
        paragraph.section = sections[there]
        rows.insert(len(rows) if up else 0, paragraph)
    for position, row in enumerate(rows, start=1):
        row.position = position
    Paragraph.objects.bulk_update(rows, ["position", "section"])


@transaction.atomic
def remove_paragraph(paragraph: Paragraph, *, seen: int, actor: User) -> Paragraph:
    """Take a paragraph out of the text; it can be put back. Raises StaleRevision."""
    lock_editable(paragraph.section.summary_id)
    paragraph.removed_at = timezone.now()
    return save_revision(paragraph, seen=seen, fields=["removed_at"])


@transaction.atomic
def restore_paragraph(paragraph: Paragraph, *, actor: User) -> Paragraph:
    """Put a removed paragraph back at the end of its section, or of the last one if its own is gone."""
    summary = lock_editable(paragraph.section.summary_id)
    section = paragraph.section
    if section.removed_at:
        section = summary.sections.filter(removed_at=None).latest("position")
    paragraph.removed_at, paragraph.section = None, section
    paragraph.position = _next_position(section)
    return save_revision(paragraph, seen=paragraph.revision, fields=["removed_at", "section", "position"])


@transaction.atomic
def write_facts(summary: Summary, *, basis: facts.Basis, actor: User) -> list[Paragraph]:
    """Write the facts of the record, as they are now, as paragraphs of the first section."""
    lock_editable(summary.pk)
    section = summary.sections.filter(removed_at=None).earliest("position")
    with translation.override(summary.original_language):
        texts = facts.facts_of(summary.session, basis=basis)
    first = _next_position(section)
    return [
        Paragraph.objects.create(section=section, text=text, position=position)
        for position, text in enumerate(texts, start=first)
    ]


def _set_points(paragraph: Paragraph, points: Iterable[Point]) -> None:
    wanted = {point.pk for point in points}
    references = PointReference.objects.filter(paragraph=paragraph)
    references.exclude(point__in=wanted).delete()
    known = set(references.values_list("point", flat=True))
    PointReference.objects.bulk_create(
        PointReference(paragraph=paragraph, point_id=point_id) for point_id in wanted - known
    )


def _next_position(section: Section) -> int:
    return (section.paragraphs.aggregate(last=Max("position"))["last"] or 0) + 1


def _free_position(summary: Summary) -> int:
    return (summary.sections.aggregate(last=Max("position"))["last"] or 0) + 1


def _shift(rows: list, row: models.Model, up: bool) -> None:
    at = rows.index(row)
    target = max(0, at - 1) if up else min(len(rows) - 1, at + 1)
    rows.insert(target, rows.pop(at))


def _renumber(sections: Sequence[Section]) -> None:
    """Positions from 1 in this order; in two steps, because no two sections may ever share one."""
    start = 1 + max(section.position for section in sections)
    for offset in (start, 1):
        for index, section in enumerate(sections):
            Section.objects.filter(pk=section.pk).update(position=offset + index)
