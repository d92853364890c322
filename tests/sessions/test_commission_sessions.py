"""The session of a Commission: the parent of its meetings, which its public page lists by day."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.cache import caches
from django.urls import reverse

from dialogue_portal.exports import staff_tables
from dialogue_portal.search import find
from sessions.models import CommissionSession, DialogueSession, SessionText
from sessions.services import warnings_of
from sessions.services.commission_sessions import save_commission_session
from tests.factories import SessionFactory

pytestmark = pytest.mark.django_db
BODY = "Commission on the Status of Women"


@pytest.fixture
def commission():
    days = {"starts_on": date(2019, 3, 11), "ends_on": date(2019, 3, 22)}
    return CommissionSession.objects.create(
        slug="csw63", body=BODY, number=63, ordinal="Sixty-third session", city="New York", **days
    )


def meeting(commission, title, day, hour, **fields):
    starts_at = datetime(2019, 3, day, hour, tzinfo=UTC)
    times = {"starts_at": starts_at, "ends_at": starts_at + timedelta(hours=1)}
    return SessionFactory(commission_session=commission, title=title, **{**times, **fields})


def test_page_lists_the_published_meetings_by_day_in_their_order(client, commission):
    meeting(commission, "Second of Tuesday", 12, 19)
    # Still Tuesday in New York.
    meeting(commission, "Third of Tuesday", 13, 2)
    meeting(commission, "First of Wednesday", 13, 14, kind="round_table", venue="Conference Room 4")
    meeting(commission, "First of Tuesday", 12, 14)
    meeting(commission, "Secret draft", 12, 15, status="draft")
    meeting(commission, "Called off", 14, 14, status="cancelled")
    meeting(None, "Of another Commission", 12, 14)

    page = client.get("/commission-sessions/csw63/").text

    order = ["12 March 2019", "First of T", "Second of T", "Third of T", "First of W", "Called off"]
    assert [page.index(words) for words in order] == sorted(page.index(words) for words in order)
    assert "10:00–11:00" in page
    assert "Conference Room 4" in page
    assert "Cancelled" in page
    assert "Held" in page
    assert "Secret draft" not in page
    assert "Of another Commission" not in page


def test_page_costs_the_same_for_a_hundred_meetings(client, commission, django_assert_num_queries):
    for number in range(3):
        meeting(commission, f"Meeting {number}", 12, number)
    address = f"/fr{commission.get_absolute_url()}"
    # The Commission's session, its meetings, their titles in French.
    with django_assert_num_queries(3):
        client.get(address)
    DialogueSession.objects.bulk_create(
        DialogueSession(
            slug=f"more-{number}",
            title="More",
            status="published",
            commission_session=commission,
            starts_at=datetime(2019, 3, 13, 15, tzinfo=UTC),
            ends_at=datetime(2019, 3, 13, 16, tzinfo=UTC),
        )
        for number in range(100)
    )
    with django_assert_num_queries(3):
        client.get(address)


def test_page_reads_no_text_but_the_titles(client, commission):
    row = meeting(commission, "Dialogue", 12, 14)
    for part in ("title", "overview"):
        SessionText.objects.create(session=row, part=part, language="fr", text="…")

    page = client.get(f"/fr{commission.get_absolute_url()}")

    [(_day, [listed])] = page.context["days"]
    assert [text.part for text in listed.session.texts.all()] == ["title"]


def test_list_and_its_table_count_no_rehearsal_as_a_meeting(client, staff, commission):
    meeting(commission, "Dialogue", 12, 14)
    meeting(commission, "Rehearsal: Dialogue", 12, 14, status="draft", is_rehearsal=True)

    page = client.get("/commission-sessions/")

    assert [row.meetings for row in page.context["rows"]] == [1]
    assert [row.meetings for row in staff_tables["sessions.commission-sessions"].rows(None)] == [1]


def test_change_shows_at_once_on_the_page_kept_for_visitors(client, commission, settings):
    settings.VISITOR_PAGE_SECONDS = 60
    caches["pages"].clear()
    row = meeting(commission, "Before", 12, 14)
    assert "Before" in client.get(commission.get_absolute_url()).text

    row.title = "After"
    row.save()
    commission.city = "Geneva"
    commission.save()

    page = client.get(commission.get_absolute_url()).text
    assert "After" in page
    assert "Geneva" in page


def test_meetings_page_links_to_it(client, commission):
    session = meeting(commission, "Dialogue", 12, 14)

    for page in (session.get_absolute_url(), "/sessions/"):
        assert 'href="/commission-sessions/csw63/"' in client.get(page).text


def test_staff_keep_a_session_whose_words_follow_from_its_number(client, staff):
    data = {"body": f"  {BODY} ", "number": "70", "city": "New York", "starts_on": "2026-03-09"}

    answer = client.post("/commission-sessions/new/", data)

    row = CommissionSession.objects.get()
    assert answer.url == row.get_absolute_url()
    assert (row.body, row.ordinal, row.slug) == (BODY, "Seventieth session", "csw70")
    assert "csw70" in client.get("/commission-sessions/").text


def test_same_session_twice_and_days_the_wrong_way_round_are_refused(client, staff, commission):
    data = {"body": BODY, "number": "63", "starts_on": "2019-03-22", "ends_on": "2019-03-11"}

    page = client.post("/commission-sessions/new/", data).text

    assert "This session of the Commission exists already." in page
    assert "This is before the first day." in page


def test_change_by_somebody_else_is_shown(client, staff, commission):
    address = reverse("commission_sessions:edit", args=["csw63"])
    data = {"seen_revision": "1", "body": BODY, "number": "63", "ordinal": "Sixty-third session"}

    client.post(address, {**data, "city": "Geneva"})
    page = client.post(address, {**data, "city": "Vienna"}).text

    commission.refresh_from_db()
    assert (commission.city, commission.slug) == ("Geneva", "csw63")
    assert "Somebody else saved this while you were writing" in page


@pytest.mark.parametrize(("day", "warned"), [(10, True), (11, False), (22, False), (23, True)])
def test_meeting_outside_the_days_is_a_warning(commission, day, warned):
    session = meeting(commission, "Dialogue", day, 14)

    assert any("not within the days of" in words for words in warnings_of(session)) == warned


def test_address_of_another_body_with_the_same_initials_is_free(client, staff, commission):
    client.post("/commission-sessions/new/", {"body": "Commission for Safer Water", "number": "63"})

    assert CommissionSession.objects.get(body="Commission for Safer Water").slug == "csw63-2"


@pytest.mark.searches
def test_its_meetings_are_found_by_its_new_name(staff, commission):
    meeting(commission, "Care", 12, 14)

    commission.body = "Commission for Social Development"
    save_commission_session(commission, actor=staff, seen=commission.revision)

    assert len(find('"Social Development"')) == 1
    assert find('"Status of Women"') == []


def test_its_page_is_in_the_site_map(client, commission):
    assert f"{commission.get_absolute_url()}</loc>" in client.get("/sitemap.xml").text
