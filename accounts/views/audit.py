"""The audit log."""

from typing import Any

from django.views.generic import ListView

from accounts.audit_log import changes_of, shows_time, without_order
from accounts.forms.audit import AuditFilter
from accounts.models import AuditEntry
from dialogue_portal.access import RequiresMixin


class AuditLogView(RequiresMixin, ListView):
    permission = "accounts.view_audit_log"
    template_name = "accounts/audit_log.html"
    context_object_name = "entries"
    paginate_by = 50

    def get_queryset(self) -> Any:
        self.filter = AuditFilter(self.request.GET)
        rows = AuditEntry.objects.select_related("actor", "content_type").defer("serialized_data")
        rows = self.filter.apply(rows.order_by("-timestamp", "-pk"))
        return without_order(rows, record=self.request.GET.get("object", "").strip())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(filter=self.filter, **kwargs)
        for entry in context["entries"]:
            entry.shown_changes, entry.shows_time = list(changes_of(entry)), shows_time(entry)
        return context
