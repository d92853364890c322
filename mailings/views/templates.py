"""The words in which the portal writes: which occasions there are, editing them, what a real recipient would get."""

from typing import Any

from django.conf import settings
from django.contrib import messages as notices
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.requests import SignedInRequest
from dialogue_portal.access import requires
from dialogue_portal.exports.answering import offers
from dialogue_portal.revisions import StaleRevision
from mailings.forms import PreviewForm, TemplateForm
from mailings.models import MailTemplate
from mailings.occasions import occasions
from mailings.preview import Preview, preview_for, recent_recipients
from mailings.services import restore_built_in, save_template
from mailings.wordings import allowed_in, built_in, edited_wordings, listed_occasions, wording_in_force

LANGUAGES = dict(settings.LANGUAGES)


@require_safe
@requires("mailings.manage_mail")
@offers("mailings.templates")
def template_list(request: HttpRequest) -> HttpResponse:
    return render(request, "mailings/templates.html", {"listed": listed_occasions()})


def _template(request: HttpRequest, occasion: str, language: str) -> MailTemplate:
    """The row of an address; where the built-in words hold, one that is not stored, with these words in it."""
    if occasion not in occasions or language not in LANGUAGES:
        raise Http404
    stored = MailTemplate.objects.select_related("changed_by").filter(occasion=occasion, language=language).first()
    if stored:
        return stored
    words = built_in(occasion, language)
    return MailTemplate(occasion=occasion, language=language, subject=words.subject, body=words.body, revision=0)


@requires("mailings.manage_mail", _template)
def template(request: SignedInRequest, template: MailTemplate) -> HttpResponse:
    """The form; its second button shows the typed words as a recipient would get them, and saves nothing."""
    form = TemplateForm(request.POST if request.method == "POST" else None, instance=template)
    chooser = PreviewForm(request.POST or request.GET, recipients=recent_recipients(template))
    if request.method == "POST" and form.is_valid() and "preview" not in request.POST:
        try:
            save_template(form.instance, actor=request.user, seen=form.cleaned_data["seen_revision"])
        except StaleRevision as error:
            form.show_conflict(error.current)
        else:
            notices.success(request, _("The words are saved. Mail written from now on uses them."))
            return redirect(form.instance)
    preview = None
    if "preview" in request.POST or "preview" in request.GET:
        typed = form.typed if request.method == "POST" else template.wording
        preview = preview_for(template, typed, chooser.message, reader=request.user)
    return _page(request, template, form, chooser, preview)


def _page(
    request: HttpRequest, template: MailTemplate, form: TemplateForm, chooser: PreviewForm, preview: Preview | None
) -> HttpResponse:
    occasion = occasions[template.occasion]
    context: dict[str, Any] = {
        "template": template,
        "is_edited": not template._state.adding,
        "occasion": occasion,
        "language_name": LANGUAGES[template.language],
        "form": form,
        "chooser": chooser,
        "preview": preview,
        "allowed": allowed_in(occasion),
        "required": occasion.required,
        "built_in": built_in(template.occasion, template.language),
        "english": None
        if template.language == "en"
        else wording_in_force(template.occasion, "en", edited_wordings(template.occasion)),
        "languages": list(LANGUAGES.items()),
    }
    return render(request, "mailings/template.html", context)


@require_POST
@requires("mailings.manage_mail", _template)
def restore(request: SignedInRequest, template: MailTemplate) -> HttpResponse:
    if template._state.adding:
        notices.info(request, _("The built-in words hold already."))
    else:
        restore_built_in(template, actor=request.user)
        notices.success(request, _("The built-in words hold again. The audit log has what was there."))
    return redirect("mailings:template", occasion=template.occasion, language=template.language)
