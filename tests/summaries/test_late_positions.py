"""A regional group states its position while the round is open, or by leave while the text is being revised."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from sessions.models import LeaveUse, PhaseWindow
from sessions.services.leaves import give_leave
from summaries.models import SummaryStatus
from summaries.services import consultation as services
from summaries.services.consultation import ConsultationClosed
from tests.summaries.rounds import comment, end_window, open_round, state

pytestmark = pytest.mark.django_db

TICK = timedelta(microseconds=1)


def leave(dialogue, secretariat, group="african"):
    until = timezone.now() + timedelta(hours=1)
    arguments = {"until": until, "reason": "The group met late", "actor": secretariat}
    return give_leave(type(dialogue).objects.get(), "consultation", principal=group, **arguments)


def test_views_are_taken_from_the_opening_to_the_tick_before_the_close(monkeypatch, consultation, paragraphs, bureau):
    window = PhaseWindow.objects.get()
    found = []
    for now in (window.opens_at - TICK, window.opens_at, window.closes_at - TICK, window.closes_at):
        monkeypatch.setattr(timezone, "now", lambda now=now: now)
        try:
            comment(consultation, paragraphs, bureau)
        except ConsultationClosed:
            found.append(False)
        else:
            found.append(True)
    assert found == [False, True, True, False]


def test_group_with_leave_states_its_position_after_silence_and_no_other_does(
    client, dialogue, summary, chair, bureau, secretariat, paragraphs
):
    consultation = open_round(summary, chair, silence_procedure=True)
    end_window(consultation)
    services.close_due_consultations()
    leave(dialogue, secretariat, "latin_american_caribbean")
    with pytest.raises(ConsultationClosed):
        state(consultation, bureau)

    given = leave(dialogue, secretariat)
    client.force_login(bureau["african"])
    page = client.get(reverse("summaries:consultation", args=[dialogue.slug])).content.decode()
    assert "African Group has leave to come late, until" in page
    silent = consultation.positions.get(regional_group="african")
    position = state(consultation, bureau, "comments", seen=silent.revision)

    assert (position.is_by_silence, position.stated_by) == (False, bureau["african"])
    assert LeaveUse.objects.about(position).get().leave == given
    # Leave is for the position alone.
    with pytest.raises(ConsultationClosed):
        comment(consultation, paragraphs, bureau)


def test_leave_ends_with_the_revision_of_the_text(consultation, dialogue, summary, bureau, secretariat):
    end_window(consultation)
    leave(dialogue, secretariat)
    type(summary).objects.update(status=SummaryStatus.DRAFTING)
    with pytest.raises(ConsultationClosed):
        state(consultation, bureau)


def test_leave_is_for_the_last_round(consultation, dialogue, summary, chair, bureau, secretariat):
    services.close_consultation(consultation, actor=chair, reason="All have spoken")
    open_round(type(summary).objects.get(pk=summary.pk), chair)
    end_window(consultation)
    leave(dialogue, secretariat)
    with pytest.raises(ConsultationClosed):
        state(consultation, bureau)
