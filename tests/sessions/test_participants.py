"""Registering, changing and retiring those who may be given the floor."""

import pytest

from sessions.services import (
    register_participant,
    reinstate_participant,
    retire_participant,
    update_participant,
)
from tests.factories import OrganizationFactory, SessionFactory, delegation

pytestmark = pytest.mark.django_db


def test_register_participant_takes_the_delegations_group():
    participant = register_participant(
        SessionFactory(), capacity="minister", actor=None, delegation=delegation("KE"), name="A. Minister"
    )

    assert participant.regional_group == "african"
    assert str(participant) == "A. Minister (Kenya)"


def test_register_participant_takes_the_organizations_group():
    organization = OrganizationFactory(regional_group="asia_pacific")

    participant = register_participant(SessionFactory(), capacity="stakeholder", actor=None, organization=organization)

    assert participant.regional_group == "asia_pacific"


def test_register_participant_without_delegation_has_no_group():
    participant = register_participant(SessionFactory(), capacity="chair", actor=None, name="The Chair")

    assert participant.regional_group == "none"


def test_register_participant_keeps_a_given_group():
    participant = register_participant(
        SessionFactory(), capacity="other", actor=None, delegation=delegation("US"), regional_group="none"
    )

    assert participant.regional_group == "none"


def test_update_participant_changes_only_what_is_given():
    participant = register_participant(
        SessionFactory(), capacity="minister", actor=None, delegation=delegation("KE"), functional_title="Minister"
    )

    update_participant(participant, actor=None, name="New Name")

    participant.refresh_from_db()
    assert (participant.name, participant.functional_title, participant.regional_group) == (
        "New Name",
        "Minister",
        "african",
    )


def test_update_participant_lets_the_group_follow_the_delegation():
    participant = register_participant(SessionFactory(), capacity="minister", actor=None, delegation=delegation("KE"))

    update_participant(participant, actor=None, delegation=delegation("CL"))

    participant.refresh_from_db()
    assert participant.regional_group == "latin_american_caribbean"


def test_retired_participant_stays_and_may_come_back():
    participant = register_participant(SessionFactory(), capacity="minister", actor=None)

    retire_participant(participant, actor=None)
    participant.refresh_from_db()
    assert participant.is_active is False

    reinstate_participant(participant, actor=None)
    participant.refresh_from_db()
    assert participant.is_active is True
