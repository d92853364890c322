"""Many invitations from one table: handed in, looked at row by row, corrected, sent by one confirmation.

Sessions hand theirs in on a page of their own, which calls `hand_in` with the session as scope.
"""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Count, Model, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_POST, require_safe

from accounts.forms.invitation_imports import ImportForm, RowForm
from accounts.invitation_rows import DELEGATION, CheckedRow, check_rows, columns_of, offered_by
from accounts.invitations import scope_of, scopes
from accounts.models import InvitationImport
from accounts.requests import SignedInRequest
from accounts.services.invitation_imports import correct_rows, discard_import, send_import
from accounts.views.invitations import with_deliveries
from dialogue_portal.access import requires
from dialogue_portal.states import InvalidTransition
from dialogue_portal.tables import as_csv, as_excel
from dialogue_portal.uploads import XLSX

# So many rows are corrected at a time: a form has at most a thousand fields.
CORRECTED_AT_ONCE = 80
TABLES = {"csv": (as_csv, "text/csv; charset=utf-8"), "xlsx": (as_excel, XLSX)}


@requires("accounts.manage_people")
def import_delegations(request: SignedInRequest) -> HttpResponse:
    return hand_in(request, scope=None, template="accounts/invitation_import_new.html", context={})


def hand_in(request: SignedInRequest, *, scope: Model | None, template: str, context: dict[str, Any]) -> HttpResponse:
    """The page where a table is handed in for this scope, with the tables that wait there already."""
    form = ImportForm(request.POST or None, request.FILES or None, scope=scope)
    if form.is_valid():
        return redirect(form.keep(actor=request.user))
    waiting = InvitationImport.objects.annotate(
        all_rows=Count("rows"), sent_rows=Count("rows", filter=Q(rows__invitation__isnull=False))
    ).filter(scope_id=scope.pk if scope else None)
    imports = waiting.select_related("created_by").order_by("-created_at")[:20]
    offered = offered_by(scope)
    context |= {"form": form, "imports": imports, "offered": offered, "columns": columns_of(offered)}
    return render(request, template, context)


@require_safe
@requires("accounts.manage_people")
def template_table(request: HttpRequest, kind: str) -> HttpResponse:
    """A table with the headings and one example."""
    offered = request.GET.get("to", DELEGATION)
    if kind not in TABLES or offered not in scopes:
        raise Http404
    columns = columns_of(offered)
    role = next(iter(sorted(scopes[offered].group_roles or scopes[offered].roles)))
    examples = {"email": "amina.diallo@example.org", "role": role}
    rows = [[column.heading for column in columns], [examples.get(column.key, column.example) for column in columns]]
    return _table(rows, kind, "invitations")


def _table(rows: list[list[str]], kind: str, name: str) -> HttpResponse:
    write, content_type = TABLES[kind]
    response = HttpResponse(write(rows), content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return response


def _import(request: HttpRequest, pk: UUID) -> InvitationImport:
    return get_object_or_404(InvitationImport.objects.select_related("created_by"), pk=pk)


@requires("accounts.manage_people", _import)
def preview(request: SignedInRequest, source: InvitationImport) -> HttpResponse:
    """Every row with its problem beside it; POST takes corrections in and checks again."""
    checked = _checked(source)
    if request.method == "POST":
        forms = [RowForm(request.POST, checked=one) for one in checked if f"{one.row.pk}-email" in request.POST]
        corrections = {form.checked.row.pk: form.correction() for form in forms if form.is_valid()}
        messages.success(request, _corrected_words(correct_rows(source, corrections)))
        return redirect(source)
    wrong = [one for one in checked if one.problems and not one.row.is_left_out]
    asked_for = [one for one in checked if str(one.row.pk) == request.GET.get("row") and one not in wrong]
    context = {
        "source": source,
        "columns": columns_of(offered_by(source.scope)),
        "forms": [RowForm(checked=one) for one in [*asked_for, *wrong[:CORRECTED_AT_ONCE]]],
        "wrong": wrong,
        "more_wrong": max(0, len(wrong) - CORRECTED_AT_ONCE),
        "ready": [one for one in checked if one.is_ready],
        "left_out": [one for one in checked if one.row.is_left_out],
        "sent": with_deliveries(_sent(checked)),
        "back": scope_of(source.scope).page(source.scope) if source.scope else reverse("accounts:invitations"),
    }
    return render(request, "accounts/invitation_import.html", context)


def _checked(source: InvitationImport) -> list[CheckedRow]:
    checked = check_rows(source)
    for one in checked:
        # Not asked of the database again for each row.
        one.row.source = source
    return checked


def _sent(checked: list[CheckedRow]) -> list[Any]:
    sent = [one for one in checked if one.row.invitation]
    for one in sent:
        # The row has read its scope already.
        one.row.invitation.scope = one.scope  # type: ignore[union-attr]
    return [one.row.invitation for one in sent]


def _corrected_words(count: int) -> str:
    return ngettext("%(count)d row was changed.", "%(count)d rows were changed.", count) % {"count": count}


@require_POST
@requires("accounts.manage_people", _import)
def send(request: SignedInRequest, source: InvitationImport) -> HttpResponse:
    count = send_import(source, actor=request.user)
    words = ngettext("%(count)d invitation is on its way.", "%(count)d invitations are on their way.", count)
    messages.success(request, words % {"count": count})
    return redirect(source)


@require_POST
@requires("accounts.manage_people", _import)
def discard(request: SignedInRequest, source: InvitationImport) -> HttpResponse:
    try:
        discard_import(source)
    except InvalidTransition:
        messages.error(request, _("Some of its invitations were sent: the table stays as their record."))
        return redirect(source)
    messages.success(request, _("The table was thrown away; nobody was invited."))
    return redirect(scope_of(source.scope).page(source.scope) if source.scope else "accounts:invitations")


@require_safe
@requires("accounts.manage_people", _import)
def problems(request: SignedInRequest, source: InvitationImport) -> HttpResponse:
    """The rows that cannot be sent, with what is wrong with each: to be mended in a spreadsheet and handed in."""
    columns = columns_of(offered_by(source.scope))
    rows = [[*(column.heading for column in columns), _("What is wrong")]]
    rows += [
        [*(one.row.cells.get(column.key, "") for column in columns), " ".join(one.problems.values())]
        for one in check_rows(source)
        if one.problems and not one.row.is_left_out
    ]
    return _table(rows, "csv", "to-be-corrected")
