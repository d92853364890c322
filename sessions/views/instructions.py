"""The file of an instruction, for its principal and the secretariat."""

from uuid import UUID

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from accounts.requests import SignedInRequest
from dialogue_portal.access import requires
from dialogue_portal.uploads import private_response
from sessions.models import Instruction


def _instruction(request: HttpRequest, slug: str, pk: UUID) -> Instruction:
    rows = Instruction.objects.select_related("delegation", "organization", "person")
    return get_object_or_404(rows, session__slug=slug, pk=pk)


@require_safe
@requires("sessions.view_instruction", _instruction)
def source_file(request: SignedInRequest, instruction: Instruction) -> HttpResponseBase:
    if not instruction.file:
        raise Http404
    return private_response(
        request, file=instruction.file, name=instruction.file_name, content_type=instruction.content_type
    )
