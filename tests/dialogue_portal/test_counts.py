"""Several counts in one query."""

import pytest

from accounts.models import JoinRequest
from dialogue_portal.counts import count_each
from sessions.models import DialogueSession
from tests.factories import SessionFactory, UserFactory

pytestmark = pytest.mark.django_db


def test_each_is_counted_in_its_place_by_one_query(django_assert_num_queries):
    SessionFactory.create_batch(2)
    SessionFactory(status="draft")
    drafts = DialogueSession.objects.filter(status="draft")
    people = type(UserFactory()).objects.all()

    with django_assert_num_queries(1):
        # The same table twice, with as many rows; none; rows that cannot be.
        counts = count_each(drafts, JoinRequest.objects.all(), drafts, people.filter(pk__in=[]), people)

    assert counts == [1, 0, 1, 0, 1]
