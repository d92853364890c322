"""The outbox in the administration: to look at; the outbox page releases and sends again."""

from django.contrib import admin

from mailings.models import Mailing, Message


class ReadOnlyAdmin(admin.ModelAdmin):
    def has_add_permission(self, request: object) -> bool:
        return False

    def has_change_permission(self, request: object, obj: object = None) -> bool:
        return False

    def has_delete_permission(self, request: object, obj: object = None) -> bool:
        return False


@admin.register(Mailing)
class MailingAdmin(ReadOnlyAdmin):
    list_display = ["occasion", "released_by"]


@admin.register(Message)
class MessageAdmin(ReadOnlyAdmin):
    list_display = ["subject", "address", "state"]
    list_filter = ["state", "occasion"]
    search_fields = ["subject", "address"]
    fields = ["subject", "address", "state", "text"]
