"""Error pages: styled, helpful, and nothing typed is lost."""

import pytest
from django.template.loader import render_to_string
from django.test import Client

pytestmark = pytest.mark.django_db


def test_missing_page_offers_a_way_on(client):
    response = client.get("/no-such-page/")
    assert response.status_code == 404
    assert "There is no such page" in response.content.decode()
    assert "?next=%2Fno-such-page%2F" in response.content.decode()


def test_refused_form_shows_what_was_typed_but_no_secret():
    response = Client(enforce_csrf_checks=True).post(
        "/accounts/login/", {"comment": "An hour of <work>", "password": "hidden-from-all"}
    )
    html = response.content.decode()
    assert response.status_code == 403
    assert "An hour of &lt;work&gt;" in html
    assert "hidden-from-all" not in html


def test_page_for_our_own_failure_needs_no_request(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert "Something went wrong on our side" in render_to_string("500.html")


@pytest.mark.parametrize("name", ["400.html", "403.html", "404.html", "413.html", "429.html"])
def test_error_pages_render_for_visitors(name, rf):
    request = rf.get("/somewhere/")
    assert "<h1>" in render_to_string(name, {}, request=request)


def test_text_longer_than_is_read_is_told_so(client):
    response = client.post("/accounts/login/", {"comment": "a" * 3_000_000})

    assert response.status_code == 413
    assert "Shorten it, or send it as a file" in response.content.decode()


def test_request_that_is_not_understood_is_told_so(client):
    assert client.get("/", headers={"host": "elsewhere.example"}).status_code == 400
