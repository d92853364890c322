"""The portal starts, and the data that migrations load is there."""

import pytest

from accounts.models import Delegation


@pytest.mark.django_db
def test_delegations_of_all_states_and_observers_are_loaded():
    assert Delegation.objects.filter(kind="member").count() == 193
    assert set(Delegation.objects.exclude(kind="member").values_list("iso2", flat=True)) == {"VA", "PS", "EU"}


@pytest.mark.django_db
def test_codes_are_read_as_text():
    assert Delegation.objects.get(short_name="Namibia").iso2 == "NA"
    assert Delegation.objects.get(short_name="Afghanistan").m49 == "004"


@pytest.mark.django_db(transaction=True)
def test_front_page_answers(client):
    assert client.get("/").status_code == 200
