"""Phases switch what people may do; nothing else does: the acts of each phase, by everybody, around each second.

The secretariat acts for others at any time: what it does so carries its source (`sessions.services.instructions`).
The consultation's own walk is in `tests/summaries/test_late_positions.py`.
"""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils import timezone

from dialogue_portal.uploads import PDF, checked_upload
from sessions.models import SessionStatus
from speakers.models import SpeakingIntent
from speakers.services.intents import IntentsClosed, amend_intent, register_intent, reinstate_intent, withdraw_intent
from speakers.services.statements import StatementsClosed, submit_statement
from stakeholders.services.applying import (
    ApplicationsClosed,
    reopen_application,
    save_application,
    start_application,
)
from tests.factories import (
    OrganizationFactory,
    SessionFactory,
    UserFactory,
    delegation,
    focal_point,
    open_phase,
    organization_member,
)
from tests.stakeholders.rows import application

pytestmark = pytest.mark.django_db

OPENS = datetime(2019, 2, 1, 14, tzinfo=UTC)
CLOSES = datetime(2019, 3, 10, 22, tzinfo=UTC)
TICK = timedelta(microseconds=1)
MOMENTS = {
    "before": (OPENS - timedelta(days=1), False),
    "just before the opening": (OPENS - TICK, False),
    "at the opening": (OPENS, True),
    "during": (OPENS + timedelta(days=3), True),
    "just before the close": (CLOSES - TICK, True),
    "at the close": (CLOSES, False),
    "after": (CLOSES + timedelta(days=1), False),
}
CLOSED = (IntentsClosed, StatementsClosed, ApplicationsClosed)


class _Done(Exception):
    """The act was let in; what it did is undone."""


def is_let_in(act):
    try:
        with transaction.atomic():
            act()
            raise _Done
    except _Done:
        return True
    except CLOSED:
        return False


def acts_of(phase, session, delegate, applicant, staff):
    """Name -> the act, for each act of the phase; what it needs stands already."""
    standing = register_intent(SpeakingIntent(session=session, delegation=delegation("KE")), questions=[], actor=staff)
    intent, organization = standing[0], applicant.organizations.get()
    if phase == "intents":
        again = SpeakingIntent(session=session, delegation=delegation("KE"), on_behalf_of="The African Group")
        of_a_group = SpeakingIntent(session=session, delegation=delegation("KE"), on_behalf_of="The Nile Group")
        withdrawn, _new = register_intent(of_a_group, questions=[], actor=staff)
        withdraw_intent(withdrawn, actor=staff)
        return {
            "register": lambda actor: register_intent(again, questions=[], actor=actor),
            "amend": lambda actor: amend_intent(intent, questions=[], actor=actor, seen=1),
            "withdraw": lambda actor: withdraw_intent(intent, actor=actor),
            "reinstate": lambda actor: reinstate_intent(withdrawn, actor=actor),
        }
    if phase == "statements":
        upload = checked_upload(SimpleUploadedFile("statement.pdf", b"%PDF-1.7 words"), accept={PDF})
        fields = {"language": "en", "delivery": "check_against_delivery"}
        return {"submit": lambda actor: submit_statement(intent, upload=upload, actor=actor, **fields)}
    draft = application(session, "draft", organization=organization)
    elsewhere = OrganizationFactory()
    sent = application(session, "submitted", organization=elsewhere)
    return {
        "start": lambda actor: start_application(session, actor=actor, organization=organization),
        "save": lambda actor: save_application(draft, {"motivation": "Water"}, actor=actor, seen=draft.revision),
        "take back": lambda actor: reopen_application(sent, actor=actor),
    }


@pytest.mark.parametrize("phase", ["intents", "statements", "applications"])
def test_acts_of_a_phase_are_let_in_while_it_is_open_and_at_no_other_second(monkeypatch, settings, tmp_path, phase):
    settings.MEDIA_ROOT = tmp_path
    session = SessionFactory()
    for other in {"intents", "statements", "applications"} - {phase}:
        open_phase(session, other, opens_at=OPENS - timedelta(days=90), closes_at=OPENS - timedelta(days=80))
    open_phase(session, phase, opens_at=OPENS, closes_at=CLOSES)
    delegate, staff = focal_point("KE"), UserFactory(is_secretariat=True)
    applicant = organization_member(OrganizationFactory())
    acts = acts_of(phase, session, delegate, applicant, staff)
    principal = applicant if phase == "applications" else delegate

    found = {}
    for name, (now, _is_open) in MOMENTS.items():
        monkeypatch.setattr(timezone, "now", lambda now=now: now)
        found[name] = {act: is_let_in(lambda act=act: acts[act](principal)) for act in acts}
        # The documented exception: on a source, at any time.
        assert all(is_let_in(lambda act=act: acts[act](staff)) for act in acts), name

    assert found == {name: dict.fromkeys(acts, is_open) for name, (_now, is_open) in MOMENTS.items()}


@pytest.mark.parametrize("status", [SessionStatus.DRAFT, SessionStatus.PUBLISHED])
def test_the_state_of_the_session_opens_no_phase(monkeypatch, status):
    session = SessionFactory(status=status)
    open_phase(session, "intents", opens_at=OPENS, closes_at=CLOSES)
    kenya = focal_point("KE")
    intent = SpeakingIntent(session=session, delegation=delegation("KE"))
    found = []
    for now in (OPENS, CLOSES):
        monkeypatch.setattr(timezone, "now", lambda now=now: now)
        found.append(is_let_in(lambda: register_intent(intent, questions=[], actor=kenya)))
    assert found == [True, False]
