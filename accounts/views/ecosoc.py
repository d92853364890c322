"""Importing checked consultative statuses: choose a file, see what each row will do, record."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext

from accounts.ecosoc_table import NotATable, Preview, preview
from accounts.forms.organizations import EcosocFileForm
from accounts.requests import SignedInRequest
from accounts.services.ecosoc import record_statuses
from dialogue_portal.access import requires
from dialogue_portal.tables import decoded


@requires("accounts.manage_people")
def import_statuses(request: SignedInRequest) -> HttpResponse:
    """The file is read into a preview; the confirmation sends the rows that were shown as new, and nothing else."""
    if request.method == "POST" and "rows" in request.POST:
        return _record(request)
    form = EcosocFileForm(request.POST or None, request.FILES or None)
    shown: Preview | None = None
    if request.method == "POST" and form.is_valid():
        try:
            shown = preview(decoded(form.cleaned_data["file"].read()))
        except NotATable as error:
            form.add_error("file", str(error))
    source = form.cleaned_data["file"].name if shown else ""
    return render(request, "accounts/ecosoc_import.html", {"form": form, "preview": shown, "source": source[:200]})


def _record(request: SignedInRequest) -> HttpResponse:
    try:
        rows = preview(request.POST["rows"]).new
    except NotATable as error:
        messages.error(request, str(error))
        return redirect("accounts:ecosoc-import")
    count = record_statuses(rows, actor=request.user, source=request.POST.get("source", "")[:200])
    words = ngettext("%(count)d checked status was recorded.", "%(count)d checked statuses were recorded.", count)
    messages.success(request, words % {"count": count})
    return redirect("accounts:organizations")
