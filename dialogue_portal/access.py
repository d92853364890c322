"""Every view names one permission: `@requires(...)` on a function, `RequiresMixin` on a class.

The permission's rule lives in an app's `permissions.py`. A visitor who lacks it is sent to sign in, a signed-in
person gets 403. A test walks all URLs and fails for a view that names none.
"""

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

# What a view names that anybody may open; rows are then filtered by `visible_to`.
PUBLIC = "public"

logger = logging.getLogger(__name__)

View = Callable[..., HttpResponseBase]
T = TypeVar("T")


def read_once(user: Any, name: str, read: Callable[[], T]) -> T:
    """What `read` gives, kept on the user's object, which lives as long as the request: many rules ask the same."""
    # By attribute, which a request's lazy user hands on to the user behind it.
    kept: dict[str, Any] | None = getattr(user, "_read_once", None)
    if kept is None:
        kept = user._read_once = {}
    if name not in kept:
        kept[name] = read()
    return cast("T", kept[name])


def check(request: HttpRequest, permission: str, obj: Any = None) -> HttpResponse | None:
    """None if the request's user has `permission` on `obj`; a redirect for visitors; else raises PermissionDenied."""
    if permission == PUBLIC or request.user.has_perm(permission, obj):
        return None
    if request.user.is_authenticated:
        raise PermissionDenied
    answer = redirect_to_login(request.get_full_path())
    # Django logs what it answers with 403; this refusal it takes for any other redirect.
    logger.info("Sent to sign in: %s", request.path, extra={"request": request})
    return answer


def requires(permission: str, get_object: Callable[..., object] | None = None) -> Callable[[View], View]:
    """Guard a function view.

    `get_object(request, **url_kwargs)` finds what the permission is about (or raises Http404); the view then gets
    it in place of the URL's arguments: `view(request, obj)`. Without it the view gets the URL's arguments.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
            if get_object is None:
                return check(request, permission) or view(request, **kwargs)
            obj = get_object(request, **kwargs)
            return check(request, permission, obj) or view(request, obj)

        guarded.permission = permission  # type: ignore[attr-defined]
        return guarded

    return decorate


class RequiresMixin:
    """Guard a class-based view: set `permission`; `get_permission_object` says what it is about (None by default)."""

    permission: str
    request: HttpRequest

    def get_permission_object(self) -> object | None:
        return None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        # A method that the page has not is refused to everybody alike, as `require_safe` and `require_POST` do.
        method = str(request.method).lower()
        if not hasattr(self, method) or method not in self.http_method_names:  # type: ignore[attr-defined]
            return self.http_method_not_allowed(request, *args, **kwargs)  # type: ignore[attr-defined]
        refused = check(request, self.permission, self.get_permission_object())
        return refused or super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
