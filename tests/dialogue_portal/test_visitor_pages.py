"""Pages kept for visitors: sent again as long as they hold, never to anybody else, never past a moment they show."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.cache import caches
from django.urls import reverse
from django.utils import timezone, translation

from sessions.models import DialogueSession, SessionText
from sessions.services import publish_session, set_document_public
from tests.factories import SessionFactory, UserFactory, document, open_phase

pytestmark = pytest.mark.django_db
NOON = datetime(2030, 3, 1, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _kept(settings):
    settings.VISITOR_PAGE_SECONDS = 60
    caches["pages"].clear()
    yield
    caches["pages"].clear()


@pytest.fixture
def clock(monkeypatch):
    """Set what time it is: `clock(NOON)`."""

    def at(moment):
        monkeypatch.setattr(timezone, "now", lambda: moment)

    at(NOON)
    return at


@pytest.fixture
def session(clock):
    # Not at a whole minute from NOON: a page made at such a moment holds for no time at all.
    starts_at = NOON + timedelta(days=30, seconds=30)
    return SessionFactory(starts_at=starts_at, ends_at=starts_at + timedelta(hours=3))


def body(client, address, **headers):
    return client.get(address, headers=headers).content.decode()


def test_page_is_sent_again_for_one_query(client, session, django_assert_num_queries):
    made = client.get(session.get_absolute_url())
    with django_assert_num_queries(1):
        again = client.get(session.get_absolute_url())
    assert again.content == made.content
    same = {"Content-Security-Policy", "Content-Type", "Vary", "X-Frame-Options", "Content-Language"}
    assert {name: again[name] for name in same} == {name: made[name] for name in same}
    assert {"Cookie", "Accept-Encoding"} <= {word.strip() for word in again["Vary"].split(",")}
    assert not again.cookies


@pytest.mark.parametrize("name", ["home", "sessions:list", "sessions:detail", "speakers:intent", "summaries:detail"])
def test_each_public_page_is_kept_in_each_language(client, session, name, django_assert_num_queries):
    named = {} if name in {"home", "sessions:list"} else {"slug": session.slug}
    with translation.override("en"):
        address = reverse(name, kwargs=named)
    english, french = body(client, address), body(client, f"/fr{address}")
    with django_assert_num_queries(2):
        assert (body(client, address), body(client, f"/fr{address}")) == (english, french)
    assert 'lang="en"' in english
    assert 'lang="fr"' in french


def test_page_of_somebody_signed_in_is_nobody_elses(client, session):
    person = UserFactory(full_name="Amina Odhiambo", is_secretariat=True)
    public = body(client, "/")
    client.force_login(person)
    assert "Amina Odhiambo" in body(client, "/")
    client.logout()
    client.cookies.clear()
    assert body(client, "/") == public
    assert "Amina Odhiambo" not in public


def test_page_with_a_message_or_a_cookie_is_made_anew(client, session, django_assert_num_queries):
    body(client, "/")
    for cookie in ("sessionid", "messages"):
        client.cookies[cookie] = "anything"
        with pytest.raises(pytest.fail.Exception), django_assert_num_queries(1):
            body(client, "/")
        client.cookies.clear()


def test_form_with_a_token_is_not_kept(client):
    address = reverse("account_login")
    assert client.get(address).content != client.get(address).content
    client.get("/")
    assert caches["pages"].get("testserver/accounts/login/:0") is None


def test_compressed_and_plain_are_kept_apart(client, session):
    plain = body(client, "/")
    compressed = client.get("/", headers={"accept-encoding": "gzip"})
    assert compressed["Content-Encoding"] == "gzip"
    assert body(client, "/") == plain
    assert client.get("/", headers={"accept-encoding": "gzip"}).content == compressed.content


def test_another_address_of_the_portal_is_checked_as_ever(client, session):
    body(client, "/")
    assert client.get("/", headers={"host": "elsewhere.example"}).status_code == 400


def test_phase_opens_and_closes_at_its_second(client, session, clock):
    opens, closes = NOON + timedelta(seconds=20), NOON + timedelta(seconds=50, microseconds=1)
    open_phase(session, "intents", opens_at=opens, closes_at=closes)
    seen = []
    for moment in (NOON, opens - timedelta(microseconds=1), opens, closes - timedelta(microseconds=1), closes):
        clock(moment)
        seen.append([word for word in ("phase-upcoming", "phase-open", "phase-closed") if word in body(client, "/")])
    # A list shows no phases once all of them are closed.
    assert seen == [["phase-upcoming"], ["phase-upcoming"], ["phase-open"], ["phase-open"], []]


def test_embargo_ends_at_its_second(client, session, clock):
    lifted = NOON + timedelta(seconds=20)
    document(session, title="The report", is_public=True, embargo_until=lifted)
    seen = []
    for moment in (NOON, lifted - timedelta(microseconds=1), lifted):
        clock(moment)
        seen.append("The report" in body(client, session.get_absolute_url()))
    assert seen == [False, False, True]


def test_time_left_is_that_of_a_page_made_now(client, session, clock):
    open_phase(session, "intents", opens_at=NOON, closes_at=NOON + timedelta(hours=1, seconds=10))
    for seconds in range(0, 200, 5):
        clock(NOON + timedelta(seconds=seconds))
        kept = body(client, "/")
        # What is asked for with a parameter is made anew.
        assert kept == body(client, "/?anew").replace("%3Fanew", "").replace("?anew", "")


def _publish(session):
    times = {"starts_at": session.starts_at, "ends_at": session.ends_at}
    draft = SessionFactory(title="A second meeting", status="draft", **times)
    SessionText.objects.create(session=draft, part="overview", text="Why")
    DialogueSession.objects.get(pk=draft.pk).leading_questions.create(number=1).texts.create(text="What works?")
    publish_session(draft, actor=None, seen=draft.revision)


def _retitle(session):
    session.title = "Another title"
    session.save()


def _add_document(session):
    set_document_public(document(session, title="The report"), True, actor=UserFactory(is_secretariat=True))


@pytest.mark.parametrize(
    ("change", "address", "words"),
    [
        (_publish, "home", "A second meeting"),
        (_retitle, "home", "Another title"),
        (_retitle, "sessions:detail", "Another title"),
        (_add_document, "sessions:detail", "The report"),
    ],
)
def test_change_shows_at_once(client, session, change, address, words):
    address = reverse(address, kwargs={} if address == "home" else {"slug": session.slug})
    assert words not in body(client, address)
    change(session)
    assert words in body(client, address)
