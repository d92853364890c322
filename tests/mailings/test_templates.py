"""The words that staff put in place of the built-in ones: what they may hold, whom they reach, the preview."""

import pytest
from django.urls import reverse

from dialogue_portal.revisions import StaleRevision
from mailings.models import MailTemplate, Message
from mailings.occasions import Link, Moment, Occasion, occasions
from mailings.services import Letter, Recipient, hold, release, restore_built_in, rewrite, save_template, send
from mailings.wordings import MEANINGS
from tests.factories import SessionFactory, UserFactory, focal_point

pytestmark = pytest.mark.django_db
LIST = "/mailings/templates/"


@pytest.fixture
def staff(client):
    user = UserFactory(is_secretariat=True, full_name="Staff")
    client.force_login(user)
    return user


@pytest.fixture(autouse=True)
def _linked():
    """An occasion with a link and a deadline."""
    occasions._items["linked"] = Occasion(
        label="Call", subject="By {until}", body="{recipient}: {link}", placeholders=("link", "until")
    )
    yield
    del occasions._items["linked"]


def edit(subject="On {thing}", body="Hello {recipient}: {thing}.", *, occasion="test", language="en", actor=None):
    row = MailTemplate(occasion=occasion, language=language, subject=subject, body=body)
    return save_template(row, actor=actor or UserFactory(is_secretariat=True), seen=0)


def address(occasion="test", language="en"):
    return reverse("mailings:template", args=[occasion, language])


def data(**changed):
    return {"subject": "On {thing}", "body": "Hello {recipient}: {thing}.", "seen_revision": 0, **changed}


def test_edited_words_reach_recipients_of_their_language_only():
    edit(language="fr", subject="Sur {thing}", body="Bonjour {recipient} : {thing}.")

    french, english = (
        send(occasion="test", recipient=Recipient("a@example.org", "Ana", language), values={"thing": "X"})
        for language in ("fr", "en")
    )

    assert (french.subject, french.text) == ("Sur X", "Bonjour Ana : X.")
    assert english.subject == "About X"


def test_restoring_brings_the_built_in_words_back(client, staff):
    edit()

    page = client.post(reverse("mailings:template-restore", args=["test", "en"]), follow=True).content.decode()

    assert "The built-in words hold again" in page
    assert send(occasion="test", recipient=Recipient("a@example.org"), values={"thing": "X"}).subject == "About X"


def test_edit_page_saves_and_says_who_changed_the_words(client, staff):
    page = client.post(address(), data(), follow=True).content.decode()

    row = MailTemplate.objects.get()
    assert (row.subject, row.changed_by, row.revision) == ("On {thing}", staff, 1)
    assert "by Staff" in page
    assert "(changed)" in client.get(LIST).content.decode()


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"body": "{thing} {user}"}, "{user} is not known here. These can be used: {portal}, {recipient}, {thing}."),
        ({"subject": "{thing} {{ settings }}"}, "A brace belongs to no placeholder."),
        ({"body": "{thing.password}"}, "A brace belongs to no placeholder."),
    ],
)
def test_unknown_placeholders_are_refused_by_name_and_nothing_typed_is_lost(client, staff, changed, words):
    page = client.post(address(), data(**changed))

    assert words in page.content.decode()
    assert next(iter(changed.values())) in page.content.decode()
    assert not MailTemplate.objects.exists()


def test_link_and_deadline_may_not_be_lost(client, staff):
    page = client.post(address("linked"), data(subject="Soon", body="Open {link}")).content.decode()

    assert "{until} has to stay" in page
    with pytest.raises(ValueError, match="required"):
        edit("Soon", "Open {link}", occasion="linked")


def test_two_who_edit_the_same_words_see_both_texts(client, staff):
    edit(subject="Theirs {thing}")

    page = client.post(address(), data(subject="Mine {thing}")).content.decode()

    assert "Somebody else saved this" in page
    assert "Theirs {thing}" in page
    assert "Mine {thing}" in page
    with pytest.raises(StaleRevision):
        edit()


def test_words_restored_meanwhile_are_written_anew():
    row, actor = edit(), UserFactory(is_secretariat=True)
    restore_built_in(MailTemplate.objects.get(), actor=actor)

    save_template(row, actor=actor, seen=1)

    assert MailTemplate.objects.get().revision == 1


def test_preview_shows_typed_words_as_a_real_recipient_would_get_them(client, staff):
    session = SessionFactory()
    recipient = focal_point("KE", full_name="Baraka", time_zone="Africa/Nairobi")
    values = {
        "link": Link("sessions:detail", {"slug": session.slug}),
        "until": Moment(session.starts_at, session.time_zone),
    }
    message = send(occasion="linked", recipient=recipient, values=values)

    typed = data(subject="Until {until}", body="{recipient} {link}", preview="1", recipient=str(message.pk))
    page = client.post(address("linked"), typed).content.decode()

    assert "Until Tuesday 12 March 2019, 3 p.m. New York (22:00 in Nairobi)" in page
    assert f"Baraka http://localhost:8000/sessions/{session.slug}/" in page
    assert not MailTemplate.objects.exists()
    assert Message.objects.count() == 1


def test_preview_for_a_reader_of_another_language_has_that_languages_words(client, staff):
    edit(language="fr", subject="Sur {thing}", body="Bonjour")
    send(occasion="test", recipient=Recipient("a@example.org", "Ana", "fr"), values={"thing": "X"})

    page = client.post(address(), data(preview="1")).content.decode()

    assert "Sur X" in page
    assert "reads another language" in page


def test_preview_hides_a_personal_link(client, staff):
    send(occasion="test", recipient=Recipient("a@example.org"), values={"thing": "t0ken"}, secret="t0ken")

    page = client.post(address(), data(preview="1")).content.decode()

    assert "••••••••" in page
    assert "t0ken" not in page


def test_preview_without_any_mail_says_what_will_stand_there(client, staff):
    assert "[the title of the session]" in client.get(address("intent-received"), {"preview": "1"}).content.decode()


def test_held_mailing_is_written_anew_in_the_present_words(client, staff):
    mailing = hold(occasion="test", letters=[Letter(Recipient("a@example.org", "Ana"), {"thing": "X"})])
    edit()

    client.post(reverse("mailings:mailing-rewrite", args=[mailing.pk]))

    message = mailing.messages.get()
    assert (message.subject, message.text, message.state) == ("On X", "Hello Ana: X.", "held")
    assert "Hello Ana: X." in message.html
    release(mailing, actor=staff)
    edit("Later {thing}", language="fr")
    assert (
        "released already"
        in client.post(reverse("mailings:mailing-rewrite", args=[mailing.pk]), follow=True).content.decode()
    )


def test_rewrite_keeps_a_rehearsals_mark():
    rehearsal = SessionFactory(status="draft", is_rehearsal=True, title="Rehearsal: Care")
    letters = [Letter(Recipient("a@example.org"), {"thing": "X"})]
    mailing = hold(occasion="test", letters=letters, scope=rehearsal)
    edit()

    rewrite(mailing)

    message = mailing.messages.get()
    assert (message.subject, message.state) == ("Rehearsal: On X", "held")


def test_list_costs_a_constant_number_of_queries(client, staff, django_assert_num_queries):
    for language in ("ar", "fr", "es"):
        edit(language=language)

    # Session, person; the templates.
    with django_assert_num_queries(3):
        client.get(LIST)


def test_every_placeholder_of_the_portal_is_explained():
    used = {name for occasion in occasions for name in occasion.placeholders} - {"thing"}

    assert used - set(MEANINGS) == set()


def test_what_was_written_without_its_values_stays_as_it_is():
    mailing = hold(occasion="test", letters=[Letter(Recipient("a@example.org"), {"thing": "X"})])
    mailing.messages.update(words={}, text="As it was")

    rewrite(mailing)

    assert set(mailing.messages.values_list("text", flat=True)) == {"As it was"}
