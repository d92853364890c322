"""A double click makes one row, whether the clicks come one after the other or at once."""

import threading
import uuid

import pytest
from django.db import IntegrityError, connection, transaction

from accounts.models import Organization
from dialogue_portal.client_tokens import ClientTokenFormMixin, create_once
from tests.factories import OrganizationFactory

ROWS = Organization.objects.all()


def creator(token, name="Org"):
    return lambda: OrganizationFactory(client_token=token, name=name)


@pytest.mark.django_db
def test_second_click_finds_the_row_of_the_first():
    token = uuid.uuid4()

    first, second = (create_once(ROWS, token, creator(token)) for _ in range(2))

    assert (first[1], second[1]) == (True, False)
    assert first[0] == second[0] == Organization.objects.get()


@pytest.mark.django_db
def test_without_a_token_every_click_makes_a_row():
    for _ in range(2):
        create_once(ROWS, None, creator(None))

    assert Organization.objects.count() == 2


@pytest.mark.django_db
def test_token_of_somebody_elses_page_finds_nothing():
    token = uuid.uuid4()
    create_once(ROWS, token, creator(token))

    with pytest.raises(IntegrityError), transaction.atomic():
        create_once(ROWS.none(), token, creator(token))


@pytest.mark.django_db(transaction=True)
def test_clicks_at_the_same_moment_make_one_row():
    token = uuid.uuid4()
    start = threading.Barrier(4)
    made = []

    def click():
        start.wait()
        made.append(create_once(ROWS, token, creator(token))[1])
        connection.close()

    threads = [threading.Thread(target=click) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(made) == [False, False, False, True]
    assert Organization.objects.count() == 1


def test_every_form_gets_a_token_of_its_own():
    tokens = {ClientTokenFormMixin()["client_token"].value() for _ in range(2)}

    assert len(tokens) == 2
