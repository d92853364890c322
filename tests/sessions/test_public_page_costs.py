"""What the public page of a session costs: at most 8 queries, whatever there is to show and however much of it."""

from datetime import timedelta
from itertools import product

import pytest
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from sessions.models import CommissionSession, DialogueSession, Series, SessionKind
from summaries.models import Rendering, Summary, SummaryStatus, SummaryVersion
from tests.factories import (
    OrganizationFactory,
    SessionFactory,
    UserFactory,
    delegation,
    document,
    focal_point,
    leading_question,
    open_phase,
    organization_member,
    role,
)

pytestmark = pytest.mark.django_db

LIMIT = 8
# A kept page of another version is made anew: that asks for the version first.
VERSION = 1
HOUR = timedelta(hours=1)
YES_AND_NO = (True, False)


def filled(count, *, people=True, documents=True):
    """A session with so many rows of all that is shown."""
    session = SessionFactory(series=Series.objects.create(title="Round tables"))
    for number, other in enumerate(SessionFactory.create_batch(count, series=session.series), 1):
        other.texts.create(part="title", language="fr", text=f"Carrefour {number}")
        leading_question(session, number)
        session.theme_areas.create(number=number).texts.create(text=f"Area {number}")
        item = session.programme_items.create(number=number, segment="dialogue", title="Dialogue", minutes=1)
        item.texts.create(language="fr", text=f"Échange {number}")
        if people:
            session.organizers.create(organization=OrganizationFactory(), number=number)
            session.event_speakers.create(name=f"Speaker {number}", number=number)
            document(session, kind="statement", title=f"Statement {number}", is_public=True)
        if documents:
            document(session, title=f"Paper {number}", is_public=True)
    session.series.texts.create(language="fr", text="Tables rondes")
    for phase in ("intents", "applications", "consultation"):
        open_phase(session, phase)
    publish_summary(session)
    return session


def publish_summary(session):
    summary = Summary.objects.create(session=session, title="Summary", organ="Commission")
    version = SummaryVersion.objects.create(
        summary=summary, number=1, purpose="final", content=[], masthead={"symbol": ""}, made_by=UserFactory()
    )
    Rendering.objects.create(
        version=version, language="en", file_format="pdf", state="done", file="summary.pdf", sha256="0", size=1
    )
    Summary.objects.update(final_version=version)
    unpublish_summary(session, is_published=True)


def unpublish_summary(session, *, is_published=False):
    published_at = timezone.now() if is_published else None
    status = SummaryStatus.PUBLISHED if is_published else SummaryStatus.FINALIZED
    Summary.objects.filter(session=session).update(status=status, published_at=published_at)


def variations(session, also=YES_AND_NO):
    """The session in every kind, in a series or not, its summary published or not, of a Commission session, live."""
    series, now = session.series_id, timezone.now()
    commission, _new = CommissionSession.objects.get_or_create(slug="csw63", body="Commission", number=63)
    for kind, in_series, published, in_commission, live in product(SessionKind, YES_AND_NO, YES_AND_NO, also, also):
        starts_at = now - HOUR if live else now + HOUR
        DialogueSession.objects.filter(pk=session.pk).update(
            kind=kind,
            series=series if in_series else None,
            commission_session=commission if in_commission else None,
            starts_at=starts_at,
            ends_at=starts_at + 3 * HOUR,
        )
        unpublish_summary(session, is_published=published)
        yield kind, in_series, published, in_commission, live


def cost(client, session, status=200):
    with CaptureQueriesContext(connection) as queries:
        response = client.get(f"/fr/sessions/{session.slug}/")
    assert response.status_code == status
    return len(queries), response.content.decode()


@pytest.mark.parametrize(
    ("count", "people", "documents"),
    [*((3, *shown) for shown in product(YES_AND_NO, YES_AND_NO)), (100, True, True)],
)
def test_every_page_costs_a_visitor_at_most_eight_queries(client, count, people, documents):
    session = filled(count, people=people, documents=documents)

    # What three rows have shown to cost nothing is not asked of a hundred.
    for kind, in_series, published, in_commission, live in variations(session, YES_AND_NO if count == 3 else [True]):
        queries, page = cost(client, session)

        assert VERSION + queries <= LIMIT, (kind, in_series, published, in_commission, live)
        assert page.count("Carrefour ") == (count if in_series else 0)
        assert page.count("Échange ") == count
        assert ("Tables rondes" in page) == in_series
        assert page.count("Speaker ") == (count if people and kind == SessionKind.SIDE_EVENT else 0)
        assert page.count(">Paper ") == (count if documents else 0)
        assert ("/summary/renderings/" in page) == published
        assert ('id="live-now"' in page) == live
        assert ("/commission-sessions/" in page) == in_commission


@pytest.mark.parametrize(
    ("kind", "in_series", "published", "queries"),
    [
        # The version of what is kept; the session, its texts and phases, all that it lists, documents.
        ("interactive_dialogue", False, False, 6),
        # And the files of the summary.
        ("interactive_dialogue", False, True, 7),
        # And the other meetings with their titles.
        ("round_table", True, True, 8),
        ("side_event", False, False, 6),
        ("side_event", True, True, 8),
    ],
)
def test_page_that_is_kept_costs_one_more(client, settings, kind, in_series, published, queries):
    settings.VISITOR_PAGE_SECONDS = 60
    caches["pages"].clear()
    session = filled(3)
    changed = {"kind": kind} if in_series else {"kind": kind, "series": None}
    DialogueSession.objects.filter(pk=session.pk).update(**changed)
    unpublish_summary(session, is_published=published)
    # When a kept page of this version ends is asked once, for all pages.
    client.get("/sessions/")

    assert cost(client, session)[0] == queries
    # From then on the version alone.
    assert cost(client, session)[0] == VERSION
    caches["pages"].clear()


def test_rehearsal_costs_a_visitor_one_query(client):
    session = SessionFactory(title="Rehearsal: Dialogue", is_rehearsal=True, status="draft")

    assert cost(client, session, status=404)[0] == 1


def delegate(session):
    """Of a delegation that organizes the side event and lets its people edit it."""
    session.organizers.create(delegation=delegation("KE"), number=900, members_edit=True)
    return focal_point("KE")


# Session and person, in place of the version; then what belongs to the person, and what the rules ask of that.
READERS = {
    "staff": (lambda session: UserFactory(is_secretariat=True), 9),
    "moderator": (lambda session: role(session, "moderator"), 12),
    "delegate": (delegate, 12),
    "applicant": (lambda session: organization_member(OrganizationFactory()), 12),
}


@pytest.mark.parametrize("count", [3, 100])
def test_page_costs_those_who_are_signed_in_little_more(client, count):
    session, found = filled(count), {}

    for name, (made, _limit) in READERS.items():
        client.force_login(made(session))
        found[name] = max(cost(client, session)[0] for _variation in variations(session, [True]))

    assert found == {name: limit for name, (_made, limit) in READERS.items()}
