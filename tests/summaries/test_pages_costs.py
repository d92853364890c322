"""What the pages cost, whatever the number of rows."""

from datetime import timedelta

import pytest
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from accounts.models import RegionalGroup
from speakers.models import Point
from summaries.models import (
    Amendment,
    Comment,
    Paragraph,
    PointReference,
    Purpose,
    Summary,
    SummaryStatus,
    SummaryVersion,
)
from summaries.services import consultation as services
from summaries.services.versions import freeze_version
from tests.summaries.pages import words

pytestmark = pytest.mark.django_db


def fill(summary, user, count):
    """As many paragraphs and points, each point behind one paragraph."""
    section = summary.sections.get(position=2)
    made = [Paragraph(section=section, text=f"Words {n}.", position=n) for n in range(3, count + 1)]
    rows = Paragraph.objects.bulk_create(made)
    question = section.question
    points = Point.objects.bulk_create(
        Point(session=summary.session, text=f"Point {n}", noted_by=user, question=question) for n in range(count)
    )
    PointReference.objects.bulk_create(
        PointReference(paragraph=row, point=point) for row, point in zip(rows, points, strict=False)
    )


def speak(consultation, bureau, count):
    row = next(iter(consultation.version.paragraphs))
    common = {"round": consultation, "paragraph_id": row, "regional_group": "african", "author": bureau["african"]}
    Comment.objects.bulk_create(Comment(text=f"Remark {n}", **common) for n in range(count))
    Amendment.objects.bulk_create(Amendment(proposed_text=f"Wording {n}", **common) for n in range(count))


@pytest.mark.parametrize("count", [3, 100])
def test_drafting_page_costs_the_same_for_any_length(
    as_user, rapporteur, summary, at, count, django_assert_num_queries, no_links
):
    fill(summary, rapporteur, count)
    client = as_user(rapporteur)
    with django_assert_num_queries(15):
        page = client.get(at("detail"))
    assert len(page.context["points"]) == count


@pytest.mark.parametrize("count", [3, 100])
@pytest.mark.parametrize(
    ("name", "who", "queries"),
    [
        ("consultation", "chair", 11),
        ("consultation", "african", 12),
        ("dispositions", "chair", 9),
    ],
)
def test_round_costs_the_same_for_any_number_of_proposals(
    as_user, chair, rapporteur, bureau, summary, at, count, name, who, queries, django_assert_num_queries, no_links
):
    fill(summary, rapporteur, count)
    now = timezone.now()
    consultation = services.open_consultation(
        summary, opens_at=now, closes_at=now + timedelta(days=4), silence_procedure=False, actor=chair
    )
    speak(consultation, bureau, count)
    client = as_user(chair if who == "chair" else bureau["african"])
    with django_assert_num_queries(queries):
        page = client.get(at(name))
    assert f"Wording {count - 1}" in words(page)


@pytest.mark.parametrize("count", [3, 100])
def test_published_page_costs_the_same_for_any_length(
    client, rapporteur, summary, final, at, count, django_assert_num_queries, no_links
):
    fill(summary, rapporteur, count)
    final(SummaryStatus.PUBLISHED)
    with django_assert_num_queries(5):
        page = client.get(at("detail"))
    assert f'id="paragraph-{count}"' in words(page)


@pytest.mark.parametrize("count", [3, 30])
def test_list_of_versions_costs_the_same_for_any_number(
    as_user, rapporteur, summary, at, count, django_assert_num_queries, no_links
):
    for _n in range(count):
        freeze_version(summary, purpose=Purpose.DRAFT, actor=rapporteur)
    client = as_user(rapporteur)
    # Else the first test of a process would pay for it.
    ContentType.objects.get_for_model(SummaryVersion)
    with django_assert_num_queries(9):
        client.get(at("versions"))


def test_bureau_groups_are_five():
    from summaries.permissions import BUREAU_GROUPS

    assert len(BUREAU_GROUPS) == len(RegionalGroup) - 1
    assert Summary.objects.count() == 0
