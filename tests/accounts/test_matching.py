"""Which names and websites are taken for the same organisation."""

import pytest
from hypothesis import given, strategies

from accounts.matching import clean_name, duplicated, known_as, likely_matches, name_key, site_key
from accounts.models import FormerName
from tests.factories import OrganizationFactory


@pytest.mark.parametrize(
    "other",
    [
        "RURAL WOMEN’S ALLIANCE",
        "Rural Women's Alliance, Inc.",
        "Alliance of Rural Womens",
        "Rural  Womens — Alliance e.V.",
        "Rúral Wömens Alliance",
        "Ｒｕｒａｌ Women’s Alliance",
        "Rural Wоmen’s Аlliance",  # Cyrillic o and A
        "\u202eRural\u200b Women’s Alliance\u202c",
    ],
)
def test_names_that_say_the_same_have_one_key(other):
    assert name_key(other) == name_key("Rural Women’s Alliance")


@pytest.mark.parametrize("other", ["Rural Men’s Alliance", "Urban Women’s Alliance", "Rural Women’s Alliance 2"])
def test_names_that_say_something_else_have_another(other):
    assert name_key(other) != name_key("Rural Women’s Alliance")


def test_a_name_of_nothing_but_legal_forms_keeps_its_words():
    assert name_key("The Company Ltd.") == "company ltd the"


@given(strategies.text(max_size=60))
def test_a_key_is_that_of_its_shuffled_shouted_self(text):
    assert name_key(" ".join(reversed(text.split()))) == name_key(text)


def test_a_stored_name_has_no_hidden_characters_and_keeps_joiners():
    assert clean_name("  Water\u202e for\x00\tAll ") == "Water for All"
    assert clean_name("خانه\u200cها") == "خانه\u200cها"


@pytest.mark.parametrize(
    ("address", "key"),
    [
        ("https://www.Rural.example.org/about", "example.org"),
        ("http://women.org.uk", "women.org.uk"),
        ("https://sub.women.org.uk/", "women.org.uk"),
        ("rural.example", "rural.example"),
        ("https://facebook.com/RuralWomen/about", "facebook.com/ruralwomen"),
        ("https://[broken", ""),
        ("", ""),
    ],
)
def test_website_counts_by_its_registered_part(address, key):
    assert site_key(address) == key


@pytest.mark.django_db
def test_matches_come_by_name_website_former_name_and_likeness_the_likeliest_first():
    same = OrganizationFactory(name="Women’s Water Watch")
    site = OrganizationFactory(name="Aqua", website="https://www.watch.example/en")
    typo = OrganizationFactory(name="Womens Watter Watch")
    renamed = OrganizationFactory(name="Blue")
    FormerName.objects.create(organization=renamed, name="Water Watch Women’s")
    OrganizationFactory(name="Something else", website="https://other.example")

    found = likely_matches("WATER WATCH, women’s Inc", "http://watch.example")

    assert {match.organization for match in found[:2]} == {same, renamed}
    assert [match.organization for match in found[2:]] == [site, typo]
    assert found[2].reason == "The same website"


@pytest.mark.django_db
def test_branches_with_numbers_are_not_taken_for_each_other():
    OrganizationFactory(name="Transport Workers’ Union, Local 100")

    assert likely_matches("Transport Workers’ Union, Local 101") == []


@pytest.mark.django_db
def test_a_name_known_twice_is_nobodys():
    first = OrganizationFactory(name="Care International")
    assert known_as("CARE international e.V.") == first

    second = OrganizationFactory(name="International Care")

    assert known_as("Care International") is None
    assert duplicated() == {first.pk, second.pk}


@pytest.mark.django_db
def test_matching_costs_three_queries_however_many_are_known(django_assert_num_queries):
    for number in range(30):
        OrganizationFactory(name=f"Water Watch {number}", website="https://watch.example")

    with django_assert_num_queries(3):
        assert len(likely_matches("Water Watch 3", "https://watch.example")) == 6
