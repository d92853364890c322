"""The administration's view of criteria: until a page of staff's own edits them, superusers do here."""

from django.contrib import admin

from stakeholders.models import Criterion


@admin.register(Criterion)
class CriterionAdmin(admin.ModelAdmin):
    list_display = ("label", "session", "number", "weight")
    list_filter = ("session",)
    list_select_related = ("session",)
