"""The page of the panel taken away: what its reader sees there and no more, at the same cost for any number."""

import csv
import io

import pytest
from django.urls import reverse

from stakeholders import services
from tests.factories import UserFactory, organization_member, role
from tests.stakeholders.rows import call, decided, field_of_applicants, recommended, reviewed

pytestmark = pytest.mark.django_db


@pytest.fixture
def session():
    return call()


@pytest.fixture
def people(session):
    return role(session, "reviewer"), role(session, "commission_chair"), UserFactory(is_secretariat=True)


def ask(client, person, session, table):
    client.force_login(person)
    page = reverse("stakeholders:panel", kwargs={"slug": session.slug})
    return client.get(page, {"export": "csv", "table": f"stakeholders.{table}"})


def lines(client, person, session, table):
    text = ask(client, person, session, table).content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_balance_is_taken_away_as_the_page_has_it(session, people, client):
    field_of_applicants(session, 6)
    services.suggest_set(session, actor=people[0], seen=1, rules={"one_per_region": True})

    rows = lines(client, people[1], session, "balance")

    assert rows[0] == {
        "Regional group": "African Group",
        "Applied": "2",
        "Eligible": "2",
        "In the set": rows[0]["In the set"],
    }
    assert sum(int(row["In the set"]) for row in rows) == 4


def test_set_tells_a_reviewer_no_score_before_the_own_review(session, people, client):
    rows = field_of_applicants(session, 4)
    reviewed(rows[0], role(session, "reviewer"), 5)
    services.suggest_set(session, actor=people[0], seen=1, rules={})

    taken = lines(client, people[0], session, "panel")

    assert {row["Score"] for row in taken} == {"after your review"}
    assert {row["The set"] for row in taken} == {"Being prepared"}
    assert "5.0" in {row["Score"] for row in lines(client, people[2], session, "panel")}


def test_set_says_what_was_recommended_and_decided_and_the_outcome_once_it_is_known(session, people, client):
    field_of_applicants(session, 5)
    panel = decided(session, people[0], people[1])

    before = lines(client, people[2], session, "panel")
    services.release_decisions(session, actor=people[2], seen=panel.revision)
    after = lines(client, people[2], session, "panel")

    assert [row["The set"] for row in before] == ["As recommended"] * 4 + ["As decided"] * 4
    assert {row["Status"] for row in before} == {""}
    assert {(row["The set"], row["Status"]) for row in after} == {("As recommended", ""), ("As decided", "Selected")}
    assert {row["Reason"] for row in before[:4]} == {"Speaks from practice."}
    # Who was decided on is no longer in the field: there is no score, and none that waits for the reader's own.
    assert {row["Score"] for row in after} == {""}


@pytest.mark.parametrize("table", ["panel", "balance", "candidates"])
def test_nobody_takes_away_what_the_page_refuses(session, people, client, table):
    rows = field_of_applicants(session, 5)
    decided(session, people[0], people[1])
    applicant = organization_member(rows[0].organization)
    session.roles.create(user=applicant, role="reviewer")

    refused = [applicant, role(session, "moderator"), organization_member(rows[1].organization)]

    assert [ask(client, person, session, table).status_code for person in refused] == [403] * 3


def test_page_links_what_it_shows(session, people, client):
    field_of_applicants(session, 5)
    page = reverse("stakeholders:panel", kwargs={"slug": session.slug})
    client.force_login(people[0])
    assert "table=stakeholders.panel" not in client.get(page).text

    recommended(session, people[0])
    shown = client.get(page).text

    assert "table=stakeholders.balance" in shown
    assert shown.count("export=csv&amp;table=stakeholders.panel") == 1


@pytest.mark.parametrize("count", [5, 100])
@pytest.mark.parametrize(("table", "queries"), [("panel", 18), ("balance", 19)])
@pytest.mark.usefixtures("no_links")
def test_panel_is_taken_away_at_the_same_cost(
    session, people, client, count, table, queries, django_assert_num_queries
):
    session.stakeholders_max = count
    session.save()
    field_of_applicants(session, count)
    services.suggest_set(session, actor=people[0], seen=1, rules={})
    ask(client, people[2], session, table)
    page = reverse("stakeholders:panel", kwargs={"slug": session.slug})

    with django_assert_num_queries(queries):
        client.get(page, {"export": "csv", "table": f"stakeholders.{table}"})
