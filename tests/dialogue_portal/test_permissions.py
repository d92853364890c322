"""Every address declares who may open it."""

import pytest
import rules
from django.urls import URLPattern, get_resolver

from dialogue_portal.access import PUBLIC

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
