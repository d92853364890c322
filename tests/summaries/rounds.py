"""Acts of a round, as the tests of consultation and decisions need them."""

from datetime import timedelta

from django.utils import timezone

from sessions.models import PhaseWindow
from summaries.models import (
    Paragraph,
)
from summaries.services import consultation as services


def open_round(summary, actor, **fields):
    now = timezone.now()
    window = {"opens_at": now - timedelta(minutes=1), "closes_at": now + timedelta(days=4)}
    return services.open_consultation(summary, **(window | {"silence_procedure": False} | fields), actor=actor)


def propose(consultation, paragraphs, bureau, text="Ministers stressed the essential role of mayors.", **fields):
    return services.propose_amendment(
        consultation,
        paragraph_id=paragraphs[0].id,
        group="african",
        proposed_text=text,
        explanation="",
        actor=bureau["african"],
        **fields,
    )


def comment(consultation, paragraphs, bureau, group="african", **fields):
    return services.comment_on(
        consultation, paragraph_id=paragraphs[0].id, group=group, text="Why?", actor=bureau[group], **fields
    )


def state(consultation, bureau, position="no_objection", seen=0):
    return services.state_position(
        consultation, group="african", position=position, text="", seen=seen, actor=bureau["african"]
    )


def end_window(consultation):
    PhaseWindow.objects.filter(session=consultation.session).update(closes_at=timezone.now())


def stored(paragraph):
    return Paragraph.objects.get(pk=paragraph.id)
