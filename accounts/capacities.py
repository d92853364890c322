"""In whose place a person acts beside their own name, noted in every entry of the audit log.

A registry that apps fill from `apps.py`, and the middleware that hands what it says to the log.
"""

from collections.abc import Callable, Iterable
from typing import Any

from auditlog.middleware import AuditlogMiddleware
from django.http import HttpRequest

from accounts.models import User
from dialogue_portal.registries import Registry

# user -> such as "deputy of …", of the powers that were asked for in this request; asks the database nothing
capacities: Registry[Callable[[User], Iterable[str]]] = Registry()


class AuditMiddleware(AuditlogMiddleware):
    """auditlog's own, which knows the person and the address; and the capacity in which the person acts."""

    def get_extra_data(self, request: HttpRequest) -> dict[str, Any]:
        context = super().get_extra_data(request)

        def capacity() -> dict[str, list[str]] | None:
            user = context["actor"]
            words = [words for source in capacities for words in source(user)] if user else []
            return {"acted_as": words} if words else None

        return {**context, "additional_data": capacity}
