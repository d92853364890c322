"""Every address declares who may open it, and lets in exactly those that the table says, by GET and by POST.

The table is tests/permissions/table.py; docs/permissions.md is written from it.
"""

import logging
from ipaddress import IPv4Address

import pytest
import rules
from django.core.handlers.base import BaseHandler
from django.db import transaction
from django.test import RequestFactory

from dialogue_portal.access import PUBLIC
from tests.permissions import kept
from tests.permissions.addresses import ROWS, addresses, key_of
from tests.permissions.document import DOCUMENT, written
from tests.permissions.roles import ROLES
from tests.permissions.row import Outcome
from tests.permissions.world import World

# Views that are not ours, by the package they come from; they guard themselves, and the matrix shows how.
THIRD_PARTY = ("allauth.", "django.contrib.admin.", "django.views.i18n")
ADDRESSES = list(addresses())
# Where a refusal may lead.
REDIRECTS = {
    "/accounts/login/?": Outcome.SIGN_IN,
    "/admin/login/?": Outcome.SIGN_IN,
    "/accounts/reauthenticate/?": Outcome.PROVE,
    "/accounts/2fa/reauthenticate/?": Outcome.PROVE,
}


def is_ours(view):
    # The administration wraps its views; the site's class tells where they come from.
    module = getattr(getattr(view, "view_class", view), "__module__", "")
    is_admin = hasattr(view, "admin_site") or hasattr(view, "model_admin")
    return not is_admin and not module.startswith(THIRD_PARTY)


def declared(view):
    """The permission that a function or a class-based view names."""
    return getattr(view, "permission", None) or getattr(getattr(view, "view_class", None), "permission", None)


def test_every_view_of_ours_names_a_permission_that_has_a_rule():
    ours = [address for address in ADDRESSES if is_ours(address.view)]
    assert len(ours) > 100

    permissions = {address.name: declared(address.view) for address in ours}
    assert {name for name, permission in permissions.items() if permission is None} == set()
    assert {
        name for name, permission in permissions.items() if permission != PUBLIC and not rules.perm_exists(permission)
    } == set()


def test_table_has_no_hole():
    assert {address.name for address in ADDRESSES if key_of(address.name) is None} == set()


def test_table_has_no_surplus():
    assert set(ROWS) - {key_of(address.name) for address in ADDRESSES} == set()


def outcome_of(answer):
    """What became of a request, in the words of the table."""
    if answer.status_code == 302:
        return next(
            (found for start, found in REDIRECTS.items() if answer["Location"].startswith(start)), Outcome.LET_IN
        )
    refusals = {403: Outcome.FORBIDDEN, 404: Outcome.NOT_FOUND, 405: Outcome.NO_METHOD}
    # 409: the page asks for a decision. 503: event streams are answered by the ASGI server alone.
    is_open = answer.status_code < 400 or answer.status_code in (409, 503)
    return Outcome.LET_IN if is_open else refusals.get(answer.status_code, answer.status_code)


class Browser:
    """Sends requests through all middleware, without what Django's test client keeps of each of some thousands."""

    def __init__(self):
        self.handler = BaseHandler()
        self.handler.load_middleware()
        self.factory = RequestFactory()
        self.sent = 0

    def outcome(self, method, url, sends, cookie):
        """What becomes of a request, of which nothing stays."""
        # Each from an address of its own, for the sake of rate limits.
        self.sent += 1
        address = str(IPv4Address("10.0.0.0") + self.sent)
        request = getattr(self.factory, method)(url, sends, headers={"cookie": cookie}, REMOTE_ADDR=address)
        request._dont_enforce_csrf_checks = True
        with transaction.atomic():
            answer = self.handler.get_response(request)
            if answer.streaming:
                list(answer)
            transaction.set_rollback(True)
        return outcome_of(answer)


def one_of_each_outcome(row, method, number):
    """For each thing that may become of a request somebody of whom it does, another one at each address."""
    roles = {}
    for role in ROLES:
        roles.setdefault(row.outcome(method, role), []).append(role)
    return [names[number % len(names)] for names in roles.values()]


@pytest.mark.django_db
@pytest.mark.no_cover  # ten thousand requests, traced line by line, take as long as all other tests together
@pytest.mark.timeout(900)
def test_addresses_let_in_whom_the_table_says(settings, tmp_path, caplog, pytestconfig):
    settings.MEDIA_ROOT = tmp_path
    # Refusals in a word: their pages have tests of their own, and here are some thousands of them.
    for code in (403, 404):
        (tmp_path / f"{code}.html").write_text("refused")
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [tmp_path, *settings.TEMPLATES[0]["DIRS"]]}]
    # Every refusal is logged, here some thousands.
    caplog.set_level(logging.CRITICAL, logger="django.request")
    settings.SESSION_ENGINE = "tests.permissions.kept"
    settings.AUTHENTICATION_BACKENDS = [
        "rules.permissions.ObjectPermissionBackend",
        "tests.permissions.kept.KeptPeople",
    ]
    world = World()
    cookies, browser = {role: world.cookie(role) for role in ROLES}, Browser()
    is_sample = pytestconfig.getoption("--half") == "postgresql"
    kept.forget()

    wrong = {}
    for number, address in enumerate(ADDRESSES):
        row = ROWS[key_of(address.name)]
        url, sends = address.url(world.arguments(address, row)), world.filled(row.sends)
        for method in ("get", "post"):
            for role in one_of_each_outcome(row, method, number) if is_sample else ROLES:
                expected, found = row.outcome(method, role), browser.outcome(method, url, sends, cookies[role])
                if found != expected:
                    wrong[address.name, method, role] = f"{found}, should be {expected}"

    assert wrong == {}


def test_document_is_written_from_the_table():
    assert DOCUMENT.read_text() == written(), "run `make permissions`"
