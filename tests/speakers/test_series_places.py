"""The places given in the meetings of a series: nothing is known of them before they are released."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import gettext, override

from accounts.models import User
from mailings.models import Mailing, Message
from mailings.services import discard, release
from sessions.models import Series, SeriesText, SessionStatus, SessionText
from speakers.models import SeriesChoice, SeriesPlace, SpeakingIntent
from speakers.series import board_of
from speakers.series_providers import has_place_that_is_told
from speakers.services.series import (
    NothingToTell,
    WaitsInOutbox,
    give_first_choices,
    give_places,
    state_choice,
    write_to_all,
)
from tests.factories import SessionFactory, UserFactory, delegation, focal_point, minister
from tests.speakers.series import chosen, table, url

pytestmark = pytest.mark.django_db


def test_place_is_unknown_to_its_delegation_until_the_mailing_is_released(client, series, morning, evening, staff):
    person = focal_point("NO")
    chosen(series, "NO", morning, evening)
    client.force_login(person)
    shown = "Your delegation’s meeting"

    give_places(series, [delegation("NO")], evening, actor=staff)
    before = client.get(url("choice", series)).content.decode()
    mailing = write_to_all(series, actor=staff)
    held = client.get(url("choice", series)).content.decode()
    release(mailing, actor=staff)
    released = client.get(url("choice", series)).content.decode()

    assert [shown in page for page in (before, held, released)] == [False, False, True]
    assert person.email in {message.address for message in mailing.messages.all()}


def test_told_place_stays_shown_until_the_next_mailing_is_released(client, series, morning, evening, staff):
    person = focal_point("NO")
    chosen(series, "NO", morning)
    give_places(series, [delegation("NO")], evening, actor=staff)
    release(write_to_all(series, actor=staff), actor=staff)
    client.force_login(person)

    give_places(series, [delegation("NO")], morning, actor=staff)
    shown = client.get(url("choice", series)).context["place"]
    joins_before = has_place_that_is_told(person, evening)
    release(write_to_all(series, actor=staff), actor=staff)

    assert shown.meeting == evening
    assert client.get(url("choice", series)).context["place"].meeting == morning
    # Who was moved to another meeting may join that one only.
    moved = User.objects.get(pk=person.pk)
    assert joins_before
    assert [has_place_that_is_told(moved, one) for one in (evening, morning)] == [False, True]
    # Its meeting leaves the series: the place before does not come back.
    morning.series = None
    morning.save()
    assert not has_place_that_is_told(User.objects.get(pk=person.pk), evening)


def test_place_in_a_meeting_that_is_no_longer_held_is_none(client, series, morning, evening, staff):
    chosen(series, "NO", morning)
    focal_point("NO")
    give_places(series, [delegation("NO")], evening, actor=staff)
    evening.status = SessionStatus.CANCELLED
    evening.save()
    client.force_login(staff)

    page = client.get(url("board", series))
    with pytest.raises(NothingToTell):
        write_to_all(series, actor=staff)
    board = page.context["board"]
    given = give_first_choices(series, actor=staff)

    assert (board.without_place, board.untold, board.fitting, given) == (1, 0, 1, 1)
    assert "no longer in the series" in page.content.decode()
    assert SeriesPlace.objects.get().meeting == morning


def test_place_that_waits_in_the_outbox_is_not_given_anew(series, morning, evening, staff):
    chosen(series, "NO", morning)
    focal_point("NO")
    give_places(series, [delegation("NO")], evening, actor=staff)
    write_to_all(series, actor=staff)
    evening.status = SessionStatus.CANCELLED
    evening.save()

    assert give_first_choices(series, actor=staff) == 0


def test_delegation_for_which_nobody_acts_is_not_told(client, series, evening, staff):
    focal_point("SE", is_active=False)
    give_places(series, [delegation("SE")], evening, actor=staff)
    client.force_login(staff)
    page = client.post(url("tell", series), follow=True).content.decode()

    focal_point("NO")
    give_places(series, [delegation("NO")], evening, actor=staff)
    mailing = write_to_all(series, actor=staff)

    assert "nobody acts for these delegations" in page
    told = {place.delegation.iso2: place.mailing for place in SeriesPlace.objects.all()}
    assert told == {"SE": None, "NO": mailing}


def test_mails_are_in_their_readers_words(client, series, morning, staff):
    focal_point("NO", language="fr")
    focal_point("NO")
    morning.mode, morning.venue = "online", ""
    morning.save()
    SessionText.objects.create(session=morning, part="title", language="fr", text="Table du matin")
    SeriesText.objects.create(series=series, language="fr", text="Tables rondes")

    row = SeriesChoice(series=series, delegation=delegation("NO"), first=morning)
    state_choice(row, actor=staff, seen=0)
    give_places(series, [delegation("NO")], morning, actor=staff)
    client.force_login(staff)
    client.post(url("tell", series))

    with override("fr"):
        none, online = gettext("none"), gettext("Online")
    words = {(message.occasion, message.language): message.words for message in Message.objects.all()}
    received, place = "series-choice-received", "series-place"
    assert {key: (said["first"], said["second"]) for key, said in words.items() if key[0] == received} == {
        (received, "fr"): ("Table du matin", none),
        (received, "en"): ("Morning table", "none"),
    }
    assert {key: (said["meeting"], said["venue"]) for key, said in words.items() if key[0] == place} == {
        (place, "fr"): ("Table du matin", online),
        (place, "en"): ("Morning table", "Online"),
    }
    assert {key: said["series"] for key, said in words.items()} == {
        (occasion, language): title
        for occasion in (received, place)
        for language, title in (("fr", "Tables rondes"), ("en", series.title))
    }


def test_titles_for_all_mails_are_read_once(series, morning, evening, staff):
    for iso2, place in (("NO", morning), ("SE", morning), ("KE", evening)):
        focal_point(iso2)
        give_places(series, [delegation(iso2)], place, actor=staff)

    with CaptureQueriesContext(connection) as queries:
        write_to_all(series, actor=staff)

    for model in (SessionText, SeriesText):
        assert sum(f'FROM "{model._meta.db_table}"' in query["sql"] for query in queries) == 1


def test_waiting_mail_is_released_or_discarded_before_a_place_changes(series, morning, evening, staff):
    chosen(series, "NO", morning)
    focal_point("NO")
    give_places(series, [delegation("NO")], evening, actor=staff)
    mailing = write_to_all(series, actor=staff)

    with pytest.raises(WaitsInOutbox):
        give_places(series, [delegation("NO")], morning, actor=staff)
    discard(mailing)
    give_places(series, [delegation("NO")], morning, actor=staff)

    assert SeriesPlace.objects.get().meeting == morning
    assert not Mailing.objects.exists()


def test_first_choices_are_given_where_seats_hold_all_and_to_nobody_where_not(series, morning, evening, staff):
    for iso2 in ("NO", "SE", "KE"):
        chosen(series, iso2, morning, evening)
    for iso2 in ("GH", "PE"):
        chosen(series, iso2, evening)

    given = give_first_choices(series, actor=staff)

    # Three wish for two seats: who gives way is for people to decide.
    assert given == 2
    assert {place.delegation.iso2 for place in SeriesPlace.objects.all()} == {"GH", "PE"}

    give_places(series, [delegation("KE")], evening, actor=staff)
    assert give_first_choices(series, actor=staff) == 2
    with pytest.raises(NothingToTell):
        write_to_all(Series.objects.create(title="Others"), actor=staff)


def test_first_choices_are_worked_out_under_the_lock(series, morning, staff):
    chosen(series, "NO", morning)

    with CaptureQueriesContext(connection) as queries:
        give_first_choices(series, actor=staff)

    read = [query["sql"] for query in queries if query["sql"].startswith("SELECT")]
    assert f'FROM "{Series._meta.db_table}"' in read[0]


def test_board_counts_clashes_and_sorts_by_group_then_name(series, morning, evening):
    parallel = table(series, "Parallel table", hours=1)
    times = {"starts_at": evening.starts_at, "ends_at": evening.ends_at}
    elsewhere = SessionFactory(title="Dialogue", **times)
    not_held = [SessionFactory(status=status, **times) for status in (SessionStatus.CANCELLED, SessionStatus.DRAFT)]
    for session in (elsewhere, *not_held):
        SpeakingIntent.objects.create(
            session=session,
            delegation=delegation("NO"),
            participant=minister(session, "NO"),
            registered_by=UserFactory(),
        )
    # In an order of time that is not the one shown.
    for iso2, first, second in (("SE", morning, None), ("NO", evening, None), ("KE", morning, parallel)):
        chosen(series, iso2, first, second)

    board = board_of(series, series.open_meetings())

    assert [(group, [row.delegation.iso2 for row in rows]) for group, rows in board.groups] == [
        ("african", ["KE"]),
        ("western_european_others", ["NO", "SE"]),
    ]
    assert [(count.meeting.title, count.first, count.second) for count in board.counts] == [
        ("Morning table", 2, 0),
        ("Parallel table", 0, 1),
        ("Evening table", 1, 0),
    ]
    clashing = {
        row.delegation.iso2: [(clash.meeting, clash.other) for clash in row.clashes]
        for _g, rows in board.groups
        for row in rows
    }
    assert clashing == {"KE": [(morning, parallel)], "NO": [(evening, elsewhere)], "SE": []}


@pytest.mark.parametrize("count", [3, 100])
def test_board_costs_the_same_queries(client, series, morning, evening, staff, count, django_assert_num_queries):
    for country in type(delegation("NO")).objects.all()[:count]:
        chosen(series, country.iso2, morning, evening)
        give_places(series, [country], evening, actor=staff)
    client.force_login(staff)
    client.get(url("board", series))

    with django_assert_num_queries(9):
        answer = client.get(url("board", series))

    assert answer.context["board"].size == count


def test_staff_give_by_row_or_to_all_ticked(client, series, morning, evening, staff):
    for iso2 in ("NO", "SE"):
        chosen(series, iso2, morning, evening)
    client.force_login(staff)

    client.post(url("give", series), {"one": f"{delegation('NO').pk}:{morning.pk}", "meeting": evening.pk})
    first = {place.delegation.iso2: place.meeting for place in SeriesPlace.objects.all()}
    both = [delegation(iso2).pk for iso2 in ("NO", "SE")]
    client.post(url("give", series), {"delegation": both, "meeting": evening.pk})
    then = {place.delegation.iso2: place.meeting for place in SeriesPlace.objects.all()}
    client.post(url("give", series), {"delegation": both, "meeting": ""})

    assert first == {"NO": morning}
    assert then == {"NO": evening, "SE": evening}
    assert not SeriesPlace.objects.exists()


def test_table_is_taken_away_by_group_and_name(client, series, morning, evening, staff):
    for iso2 in ("SE", "NO", "KE"):
        chosen(series, iso2, morning, evening)
    client.force_login(staff)

    lines = client.get(url("board", series), {"export": "csv"}).content.decode().splitlines()

    delegations = [line.split(",")[1] for line in lines if "Morning table" in line]
    assert delegations == ["Kenya", "Norway", "Sweden"]
