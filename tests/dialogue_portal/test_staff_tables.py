"""That every table of the staff can be taken away, costs the same however long it is, and leaks nothing."""

import csv
import io
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from dialogue_portal.exports import staff_tables
from mailings.models import Message
from tests.factories import ParticipantFactory, SessionFactory, UserFactory, delegation, role
from tests.permissions.addresses import addresses
from tests.stakeholders.rows import application, theme_area

pytestmark = pytest.mark.django_db

# Whose page, or another, offers what is listed here: a table's name. No reason in words stands for an export.
HELD_BY = {
    "accounts/_focal_points.html": "accounts.delegations",
    "accounts/_invitations.html": "accounts.invitations",
    "portal/_plot.html": "sessions.figures",
    "sessions/_document_files.html": "sessions.documents",
    "sessions/_documents_kept.html": "sessions.documents",
    "sessions/_leaves.html": "sessions.leaves",
    "sessions/_phase_history.html": "sessions.phase-changes",
    "sessions/_roles.html": "sessions.people",
    "sessions/_series_meetings.html": "sessions.sessions",
    "speakers/_pool_table.html": "speakers.intents",
    "speakers/_series_rows.html": "speakers.series",
    "stakeholders/_sections.html": "stakeholders.applications",
}

# Staff lists that are no `<table>`, which nothing but this line betrays: template -> the table that it offers.
LISTS = {
    "sessions/programme.html": "sessions.programme",
    "speakers/_floor_record.html": "speakers.interventions",
    "speakers/points.html": "speakers.points",
    "sessions/session_list.html": "sessions.sessions",
    "stakeholders/_panel_recommended.html": "stakeholders.panel",
    "stakeholders/_panel_set.html": "stakeholders.panel",
    "summaries/_positions.html": "summaries.positions",
}

# Not the staff's rows: of oneself, of a file being handed in, two texts side by side, help, a published page, or
# settings of this installation. What staff work on does not belong here, however few rows it has.
NO_STAFF_TABLE = {
    "accounts/_held_data.html": "of oneself, given out by its own page",
    "accounts/_import_form.html": "an example of what to hand in",
    "accounts/_import_ready.html": "a table being handed in",
    "accounts/_import_sent.html": "a table being handed in",
    "accounts/_import_wrong.html": "a table being handed in; its problems are downloaded there",
    "accounts/ecosoc_import.html": "a table being handed in",
    "accounts/erasure_requests.html": "periods from the environment; who asks to be erased is not to live on in files",
    "accounts/organization_merge.html": "two organizations side by side",
    "allauth/elements/table.html": "of oneself",
    "portal/_conflict.html": "two texts side by side",
    "sessions/_programme.html": "published; the session's page prints",
    "sessions/_text_help.html": "an example of what to type",
    "stakeholders/_panel_rules.html": "what the solver said of the last suggestion",
    "usersessions/_sign_ins.html": "of oneself",
}


def templates():
    folder = Path(settings.BASE_DIR) / "templates"
    return {str(path.relative_to(folder)): path.read_text() for path in folder.rglob("*.html")}


def offered_tables():
    """Each table with whether an address asks for it by its name, or it is the first of its page."""
    views = [address.view for address in addresses()]
    named = [getattr(view, "tables", ()) for view in views]
    named += [(table,) for view in views if (table := getattr(getattr(view, "view_class", None), "table", ""))]
    return {name: number == 0 for names in named for number, name in enumerate(names)}


def test_every_list_of_the_staff_offers_its_table():
    found = templates()
    without = {
        name for name, text in found.items() if re.search(r"<table\b", text) and "portal/_exports.html" not in text
    }

    assert without - set(HELD_BY) - set(NO_STAFF_TABLE) == set()
    assert {name for name in LISTS if "portal/_exports.html" not in found[name]} == set()
    assert (set(HELD_BY.values()) | set(LISTS.values())) - set(offered_tables()) == set()


def test_no_list_is_excused_that_is_not_there():
    found = templates()

    assert {name for name in HELD_BY | NO_STAFF_TABLE if "<table" not in found.get(name, "")} == set()
    assert {name for name in HELD_BY | NO_STAFF_TABLE if "portal/_exports.html" in found[name]} == set()


def test_every_table_but_the_first_of_a_page_is_linked_by_its_name():
    linked = set(re.findall(r'portal/_exports\.html" with table="([\w.-]+)"', "".join(templates().values())))

    assert {name for name, is_first in offered_tables().items() if not is_first} - linked == set()


def test_every_table_is_offered_by_a_page():
    assert {name for name, _table in staff_tables.items()} - set(offered_tables()) == set()


@pytest.fixture
def session():
    return SessionFactory(slug="dialogue")


@pytest.fixture
def staff(client):
    person = UserFactory(is_secretariat=True)
    client.force_login(person)
    return person


def taken(client, name, session, **query):
    response = client.get(reverse(name, kwargs={"slug": session.slug} if session else {}), {"export": "csv", **query})
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("count", [3, 100])
@pytest.mark.usefixtures("staff")
def test_applications_cost_the_same_for_3_and_100(client, session, no_links, count, django_assert_num_queries):
    reviewers = [role(session, "reviewer") for _ in range(2)]
    area = theme_area(session)
    for _ in range(count):
        row = application(session, "eligible")
        row.theme_areas.add(area)
        row.reviews.create(reviewer=reviewers[0])
    # What is kept in memory from the first time on.
    taken(client, "stakeholders:applications", session)

    # Reader, session with texts and phases, count, rows with four of what belongs to them, the note and its entry.
    with django_assert_num_queries(12):
        lines = taken(client, "stakeholders:applications", session)
    with django_assert_num_queries(13):
        progress = taken(client, "stakeholders:applications", session, table="stakeholders.review-progress")

    assert [len(line) for line in lines] == [29] * (count + 1)
    assert len(progress) == 2 * count + 1


@pytest.mark.usefixtures("staff")
def test_progress_of_the_review_names_no_score(client, session):
    reviewer = role(session, "reviewer")
    row = application(session, "eligible")
    review = row.reviews.create(reviewer=reviewer, comment="Convincing")
    criterion = session.criteria.create(number=1, label="Reach")
    review.scores.create(criterion=criterion, value=4)

    (_head, line) = taken(client, "stakeholders:applications", session, table="stakeholders.review-progress")

    assert line[2:] == [str(reviewer), "", "Draft"]


@pytest.mark.usefixtures("staff")
def test_sent_time_of_receipts_for_intents_is_not_exported(client):
    fields = {"address": "kari@example.org", "subject": "Receipt", "state": "done", "finished_at": timezone.now()}
    Message.objects.create(occasion="speakers.intent_registered", **fields)

    lines = taken(client, "mailings:outbox", None)

    assert [line[-1] for line in lines[1:]] == [""]


def test_moderator_reads_the_pool_and_does_not_take_it_away(client, session):
    client.force_login(role(session, "moderator"))
    page = reverse("speakers:pool", kwargs={"slug": session.slug})

    assert client.get(page).status_code == 200
    assert b"export=csv" not in client.get(page).content
    assert client.get(page, {"export": "xlsx"}).status_code == 403


def test_visitor_is_sent_to_sign_in_before_the_list_of_sessions_is_taken_away(client):
    response = client.get(reverse("sessions:list"), {"export": "csv"})

    assert response.status_code == 302
    assert response.url.startswith("/accounts/login/")
    assert b"export=csv" not in client.get(reverse("sessions:list")).content


@pytest.mark.usefixtures("staff")
def test_points_say_who_spoke_and_follow_the_filter(client, session):
    person = ParticipantFactory(session=session, delegation=delegation("KE"), name="Amina")
    author = role(session, "rapporteur")
    now = timezone.now()
    said = session.interventions.create(participant=person, kind="initial", allotted_seconds=180, started_at=now)
    session.points.create(text="Mayors pooled.", kind="result", intervention=said, noted_by=author)
    session.points.create(text="Costs rose.", kind="challenge", noted_by=author)

    lines = taken(client, "speakers:points", session, kind="result")

    assert [line[:6] for line in lines[1:]] == [["Mayors pooled.", "Result", "", "", "Amina (Kenya)", str(author)]]
