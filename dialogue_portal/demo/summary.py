"""The Chair's summary of a meeting that was held: drafted, consulted on with the Bureau, decided, published."""

from datetime import datetime, timedelta
from itertools import cycle

from accounts.models import RegionalGroup
from dialogue_portal.demo import clock
from dialogue_portal.demo.people import Cast
from sessions.models import DialogueSession
from speakers.models import Point
from summaries.models import ConsultationRound, Outcome, Paragraph, Position, Summary
from summaries.services.consultation import (
    close_consultation,
    comment_on,
    open_consultation,
    propose_amendment,
    state_position,
)
from summaries.services.decisions import decide_amendment, decide_comment
from summaries.services.drafting import add_paragraph, start_summary, write_facts
from summaries.services.facts import Basis
from summaries.services.publication import finalize_summary, publish_summary

# Two for each leading question, then the ways forward.
PARAGRAPHS = [
    "Ministers described how social protection follows people only where it does not depend on one employer. Several "
    "speakers reported that a single registry, open to workers without a contract, had brought women in informal and "
    "domestic work into pension and health schemes.",
    "Many speakers noted that spells of unpaid care still interrupt contribution records. Some had introduced credits "
    "for years of care, and stressed that these need to be financed from general revenue if they are to last.",
    "Participants agreed that services are used when they are near, open at the right hours and safe to reach. "
    "Examples were given of clinics that follow market days, of offices where one visit suffices, and of buses that "
    "stop on request after dark.",
    "It was pointed out that rights to services remain unused where nobody helps people to claim them. Several "
    "speakers called for paid advisers in every district, recruited among the women who use the services.",
    "Ministers underlined that infrastructure is not neutral: who sits on a site committee decides whose journeys "
    "become shorter. Many reported that committees with as many women as men had changed the choice of sites.",
    "Some speakers cautioned that maintenance is the first item to be cut. They recommended that the cost of upkeep "
    "for ten years be part of every decision to build.",
]
FORWARD = [
    "Speakers highlighted ways of building alliances that had held through changes of government: standing rounds of "
    "ministries, trade unions and cooperatives with a published agenda; agreements among municipalities to share "
    "manuals and staff; and joint reports of parliament, central bank and women’s organizations on who benefits.",
    "Participants encouraged such alliances to begin with one service and one district, to publish what did not work, "
    "and to count unpaid work in the result.",
]


def draft(session: DialogueSession, points: list[Point], cast: Cast, moment: datetime) -> Summary:
    """The text with its facts; points stand behind the paragraphs of their question, but for the last few."""
    with clock.at(moment):
        summary = start_summary(session, actor=cast.rapporteur)
        write_facts(summary, basis=Basis.SPOKE, actor=cast.rapporteur)
        texts = iter(PARAGRAPHS)
        sections = list(summary.sections.filter(removed_at=None))
        for section in sections[1:-1]:
            behind = [point for point in points[:-3] if point.question_id == section.question_id]
            for turn, text in zip(range(2), texts, strict=False):
                add_paragraph(section, text=text, points=behind[turn::2], actor=cast.rapporteur)
        alliances = [point for point in points if point.kind == "alliance"]
        for text, behind in zip(FORWARD, (alliances, []), strict=True):
            add_paragraph(sections[-1], text=text, points=behind, actor=cast.rapporteur)
    return summary


def consult(summary: Summary, cast: Cast, *, opens_at: datetime, closes_at: datetime) -> ConsultationRound:
    """A round with comments of three groups, one proposed wording, and two positions."""
    with clock.at(opens_at):
        consultation = open_consultation(
            summary, opens_at=opens_at, closes_at=closes_at, silence_procedure=False, actor=cast.chair
        )
    with clock.at(opens_at + timedelta(minutes=40)):
        texts = [row for row in Paragraph.objects.current().filter(section__summary=summary) if row.text in PARAGRAPHS]
        remarks = cycle(texts)
        for group, remark in (
            (RegionalGroup.GRULAC, "The care credits were mentioned by more than “some” speakers; “several” is exact."),
            (RegionalGroup.WEOG, "Could the sentence on clinics keep apart what was done and what is planned?"),
            (RegionalGroup.EASTERN_EUROPEAN, "We suggest to name municipalities beside ministries."),
        ):
            comment_on(consultation, paragraph_id=next(remarks).pk, group=group, text=remark, actor=cast.bureau[group])
        cautioned = next(row for row in texts if row.text.startswith("Some speakers cautioned"))
        propose_amendment(
            consultation,
            paragraph_id=cautioned.pk,
            group=RegionalGroup.GRULAC,
            proposed_text=cautioned.text.replace("Some speakers cautioned", "Several speakers cautioned"),
            explanation="Five delegations of our group alone made the point.",
            actor=cast.bureau[RegionalGroup.GRULAC],
        )
        for group, position in (
            (RegionalGroup.WEOG, Position.COMMENTS),
            (RegionalGroup.ASIA_PACIFIC, Position.NO_OBJECTION),
        ):
            state_position(consultation, group=group, position=position, text="", seen=0, actor=cast.bureau[group])
    return consultation


def publish(summary: Summary, consultation: ConsultationRound, cast: Cast, moment: datetime) -> None:
    """Close the round, decide on everything, finalize and publish."""
    with clock.at(moment):
        close_consultation(consultation, actor=cast.chair, reason="All regional groups have stated their positions.")
        for comment in consultation.comments.all():
            decide_comment(
                comment, outcome=Outcome.NOT_ACCEPTED, reason="The wording reflects what was noted.", actor=cast.chair
            )
        for amendment in consultation.amendments.select_related("paragraph"):
            decide_amendment(
                amendment,
                outcome=Outcome.ACCEPTED,
                reason="The notes bear it out.",
                seen=amendment.paragraph.revision,
                actor=cast.chair,
            )
        summary.refresh_from_db()
        finalize_summary(summary, actor=cast.chair)
        summary.refresh_from_db()
        publish_summary(summary, actor=cast.chair)
