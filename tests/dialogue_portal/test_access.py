"""Guards of views: visitors are sent to sign in, others refused."""

import pytest
import rules
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.views.generic import View

from dialogue_portal.access import PUBLIC, RequiresMixin, requires
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _rule():
    """May touch only what is one's own."""
    rules.add_perm("tests.touch", rules.predicate(lambda user, thing: thing is None or thing == user.email))
    yield
    rules.remove_perm("tests.touch")


@requires(PUBLIC)
def public(request):
    return HttpResponse("public")


@requires("tests.touch", lambda request, name: name)
def by_function(request, thing):
    return HttpResponse(thing)


class ByClass(RequiresMixin, View):
    permission = "tests.touch"

    def get_permission_object(self):
        return self.kwargs["name"]

    def get(self, request, name):
        return HttpResponse(name)


GUARDED = [by_function, ByClass.as_view()]


def request_by(rf, user):
    request = rf.get("/page/?a=1")
    request.user = user
    return request


def test_public_view_is_open(rf):
    assert public(request_by(rf, AnonymousUser())).content == b"public"


@pytest.mark.parametrize("view", GUARDED)
def test_guarded_view_answers_whom_the_rule_lets_in(rf, view):
    user = UserFactory(email="own@example.org")

    assert view(request_by(rf, user), name="own@example.org").content == b"own@example.org"


@pytest.mark.parametrize("view", GUARDED)
def test_guarded_view_refuses_others(rf, view):
    with pytest.raises(PermissionDenied):
        view(request_by(rf, UserFactory()), name="own@example.org")


@pytest.mark.parametrize("view", GUARDED)
def test_guarded_view_sends_visitors_to_sign_in_and_back(rf, view, monkeypatch):
    monkeypatch.setattr(AnonymousUser, "email", "", raising=False)

    answer = view(request_by(rf, AnonymousUser()), name="own@example.org")

    assert answer["Location"] == "/accounts/login/?next=/page/%3Fa%3D1"


def test_views_carry_the_permission_they_name():
    assert [public.permission, by_function.permission] == [PUBLIC, "tests.touch"]
