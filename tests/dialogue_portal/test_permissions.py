"""Every address declares who may open it, and the main pages open to those roles that the domain names."""

import pytest
import rules
from django.urls import URLPattern, get_resolver

from dialogue_portal.access import PUBLIC
from sessions.models import Role
from summaries.services.drafting import start_summary
from tests.factories import SessionFactory, UserFactory, focal_point, role

# Views that are not ours, by the package they come from, and what guards them.
THIRD_PARTY = {
    "allauth.": "guards its own pages: open to all, to the signed-in, or after signing in anew",
    "django.contrib.admin.": "open to superusers only (staff without permissions see nothing)",
    "django.views.i18n": "sets the language, or answers with texts",
}


def patterns(resolver=None):
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLPattern):
            yield entry
        else:
            yield from patterns(entry)


def declared(view):
    """The permission that a function or a class-based view names."""
    return getattr(view, "permission", None) or getattr(getattr(view, "view_class", None), "permission", None)


def is_ours(view):
    # The administration wraps its views; the site's class tells where they come from.
    module = getattr(getattr(view, "view_class", view), "__module__", "")
    is_admin = hasattr(view, "admin_site") or hasattr(view, "model_admin")
    return not is_admin and not module.startswith(tuple(THIRD_PARTY))


OURS = [pytest.param(entry.callback, id=str(entry.pattern)) for entry in patterns() if is_ours(entry.callback)]


@pytest.mark.parametrize("view", OURS)
def test_view_names_a_permission_that_has_a_rule(view):
    permission = declared(view)

    assert permission is not None, "guard it with @requires or RequiresMixin"
    assert permission == PUBLIC or rules.perm_exists(permission)


def test_walk_finds_the_portals_pages():
    assert len(OURS) > 20


EVERYBODY = {"visitor", "signed-in", "elsewhere", "delegate", "secretariat", *Role.values}
SIGNED_IN = EVERYBODY - {"visitor"}
STAFF = {"secretariat"}
FLOOR = STAFF | {"moderator", "presiding_chair", "rapporteur"}
TEAM = STAFF | {"commission_chair", "rapporteur"}
# Page → who is let in. {} stands for the session.
PAGES = {
    "/": EVERYBODY,
    "/people/me/": SIGNED_IN,
    "/people/delegations/": STAFF,
    "/people/invitations/": STAFF,
    "/people/invitations/answer/": EVERYBODY,
    "/people/invitations/import/": STAFF,
    "/people/invitations/import/template.csv": STAFF,
    "/sessions/{}/manage/people/import/": STAFF,
    "/people/organizations/": STAFF,
    "/people/organizations/new/": SIGNED_IN,
    "/people/audit/": STAFF,
    "/mailings/": STAFF,
    "/sessions/{}/": EVERYBODY,
    "/sessions/{}/intent/register/": {"delegate"},
    "/sessions/{}/manage/intents/": FLOOR,
    "/sessions/{}/manage/intents/add/": STAFF,
    "/sessions/{}/manage/intents/export/": STAFF,
    "/sessions/{}/points/": STAFF | {"rapporteur"},
    "/sessions/{}/summary/": EVERYBODY,
    "/sessions/{}/summary/versions/": TEAM,
    "/sessions/{}/summary/dispositions/": TEAM | {"bureau"},
}


def person(name, session):
    """One of EVERYBODY; "elsewhere" holds every role, in another session."""
    if name in Role.values:
        return role(session, name, regional_group="african" if name == Role.BUREAU else "")
    if name == "elsewhere":
        user, other = UserFactory(), SessionFactory()
        for held in Role:
            group = "african" if held == Role.BUREAU else ""
            other.roles.create(user=user, role=held, regional_group=group)
        return user
    return focal_point("NO") if name == "delegate" else UserFactory(is_secretariat=name == "secretariat")


def is_let_in(answer):
    """Neither forbidden nor sent to sign in; what is not there yet may still be 404."""
    return answer.status_code != 403 and "/accounts/login/" not in answer.get("Location", "")


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(EVERYBODY))
def test_role_opens_its_pages_and_no_others(client, name):
    session = SessionFactory()
    start_summary(session, actor=role(session, Role.RAPPORTEUR))
    if name != "visitor":
        client.force_login(person(name, session))

    opened = {page for page in PAGES if is_let_in(client.get(page.format(session.slug)))}

    assert opened == {page for page, roles in PAGES.items() if name in roles}
