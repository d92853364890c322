"""What the secretariat enters for a delegation: with its source, seen by the delegation and the secretariat only."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from mailings.models import Message
from sessions.models import Instruction
from speakers.models import SpeakingIntent
from speakers.services.intents import register_intent
from tests.factories import SessionFactory, UserFactory, delegation, focal_point, role, source_data

pytestmark = pytest.mark.django_db
LETTER = b"%PDF-1.7\nNote verbale 12/2019"
TYPED = {"name": "A. Wanjiru", "level": "minister", "language": "fr"}


@pytest.fixture
def session():
    return SessionFactory(slug="dialogue")


@pytest.fixture
def staff(client):
    user = UserFactory(is_secretariat=True, full_name="Sofia Staff")
    client.force_login(user)
    return user


@pytest.fixture
def intent(session, staff):
    new = SpeakingIntent(session=session, delegation=delegation("KE"))
    return register_intent(new, questions=[], actor=staff)[0]


def page(name, *args):
    return reverse(f"speakers:{name}", args=["dialogue", *args])


def letter():
    return SimpleUploadedFile("note verbale.pdf", LETTER)


def test_letter_is_kept_with_the_intent_and_the_delegation_gets_the_receipt(client, session, staff):
    colleagues = [focal_point("KE", full_name="First"), focal_point("KE", full_name="Second")]
    source = source_data(channel="letter", reference="", file=letter(), receipt_to="mission@ke.example")

    client.post(page("add-intent"), {**TYPED, "delegation": delegation("KE").pk, **source})

    intent, kept = SpeakingIntent.objects.get(), Instruction.objects.get()
    assert (kept.scope, kept.principal, kept.act, kept.channel) == (intent, delegation("KE"), "registered", "letter")
    assert (kept.recorded_by, kept.given_by, kept.file_name) == (staff, "H.E. Kari Nordmann", "note verbale.pdf")
    # Ten o'clock in New York, before the change of clocks.
    assert kept.received_at.isoformat() == "2019-03-01T15:00:00+00:00"
    receipts = Message.objects.all()
    assert {receipt.address for receipt in receipts} == {*(c.email for c in colleagues), "mission@ke.example"}
    assert "Letter or note verbale, from H.E. Kari Nordmann" in receipts[0].text
    assert receipts[0].shown_sent_at is None


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"reference": " "}, "Attach the letter, or write its reference"),
        ({"received": "2199-01-01T10:00"}, "This is later than now"),
        ({"file": SimpleUploadedFile("x.exe", b"MZ\x00\x01")}, "not a file of a kind"),
        ({"given_by": ""}, "From whom"),
    ],
)
def test_without_a_source_nothing_is_recorded_and_nothing_typed_is_lost(client, session, staff, wrong, words):
    text = client.post(
        page("add-intent"), {**TYPED, "delegation": delegation("KE").pk, **source_data(**wrong)}
    ).content.decode()

    assert words in text
    assert "A. Wanjiru" in text
    assert not SpeakingIntent.objects.exists()


def test_every_act_of_staff_on_an_intent_has_its_source(client, intent, staff):
    where = intent.get_absolute_url()
    acts = {
        "amend-intent": {**TYPED, "seen_revision": 1},
        "add-statement": {"file": letter(), "language": "fr", "delivery": "verbatim"},
        "withdraw-intent": {},
        "reinstate-intent": {},
    }
    for name, data in acts.items():
        assert client.post(page(name, intent.pk), data).status_code == 200
        if "file" in data:
            data["file"].seek(0)
        assert client.post(page(name, intent.pk), {**data, **source_data()})["Location"].startswith(where)

    done = list(Instruction.objects.order_by("recorded_at").values_list("act", flat=True))
    assert done == ["changed", "statement", "withdrawn", "reinstated"]
    text = client.get(where).content.decode()
    assert text.count("The minister will speak") == 4
    assert "Reinstated by Sofia Staff on behalf of Kenya" in text


def test_focal_points_act_for_themselves_without_a_source(client, session, intent):
    client.force_login(focal_point("KE"))

    assert "On whose instruction" not in client.get(intent.get_absolute_url()).content.decode()


def test_source_is_read_by_the_principal_and_the_secretariat_only(client, session, staff):
    client.post(page("add-intent"), {**TYPED, "delegation": delegation("KE").pk, **source_data(file=letter())})
    kept, intent = Instruction.objects.get(), SpeakingIntent.objects.get()
    file = reverse("sessions:instruction-file", args=["dialogue", kept.pk])

    for person in (staff, focal_point("KE")):
        client.force_login(person)
        answer = client.get(file)
        assert b"".join(answer.streaming_content) == LETTER
        assert answer["Content-Disposition"].startswith("attachment")
        assert "H.E. Kari Nordmann" in client.get(intent.get_absolute_url()).content.decode()
    moderator = role(session, "moderator")
    for person in (focal_point("FR"), moderator, role(session, "commission_chair"), UserFactory()):
        client.force_login(person)
        assert client.get(file).status_code == 403
    client.force_login(moderator)
    assert "H.E. Kari Nordmann" not in client.get(intent.get_absolute_url()).content.decode()
    client.logout()
    assert client.get(file).status_code == 302


def test_source_without_a_file_has_none_to_download(client, session, staff):
    client.post(page("add-intent"), {**TYPED, "delegation": delegation("KE").pk, **source_data()})

    file = reverse("sessions:instruction-file", args=["dialogue", Instruction.objects.get().pk])
    assert client.get(file).status_code == 404
