"""The source of what is entered for somebody else: asked beside the form of the act itself."""

from datetime import UTC, datetime
from typing import Any

from django import forms
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.permissions import is_secretariat
from dialogue_portal.uploads import DOCX, JPEG, ODT, PDF, PNG, TEXT, CheckedUpload, checked_upload
from sessions.forms.local_times import LocalTimeField, edge_words
from sessions.local_time import AmbiguousTime, NoSuchTime, to_local, to_utc
from sessions.models import Channel, DialogueSession
from sessions.services.instructions import Source

# By which a person's decision reaches the one who records it.
FROM_A_PERSON = (Channel.TELEPHONE, Channel.IN_PERSON, Channel.EMAIL, Channel.LETTER)
FROM_A_BODY = tuple(channel for channel in Channel if channel != Channel.DEPUTY)


class SourceForm(forms.Form):
    """How the instruction was received, when, from whom, and its text: a file, a reference, or both."""

    channel = forms.ChoiceField(label=_("How it was received"), choices=Channel.choices)
    decider = forms.ModelChoiceField(label=_("Whose decision it is"), queryset=User.objects.none())
    given_by = forms.CharField(
        label=_("From whom"), max_length=200, help_text=_("Name and function, as in the letter or on the telephone.")
    )
    received = LocalTimeField(label=_("When it was received"), help_text=_("As the clock shows at the meeting."))
    reference = forms.CharField(
        label=_("Reference, or what was said"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Needed where there is no file: the number of the note verbale, or the words of the call."),
    )
    file = forms.FileField(
        label=_("The letter or e-mail"),
        required=False,
        help_text=_(
            "PDF, Word (.docx), OpenDocument (.odt), picture or plain text. "
            "Seen by the principal and the secretariat only."
        ),
    )
    receipt_to = forms.EmailField(
        label=_("E-mail address for the receipt"),
        required=False,
        help_text=_("Beside those who have an account here and get it anyway."),
    )

    def __init__(
        self,
        data: Any = None,
        files: Any = None,
        *,
        session: DialogueSession,
        deciders: "models.QuerySet[User] | None" = None,
    ) -> None:
        self.session = session
        now = to_local(timezone.now(), session.zone).replace(second=0, microsecond=0)
        super().__init__(data, files, prefix="source", initial={"received": now})
        channels: Any = self.fields["channel"]
        channels.choices = [(one.value, one.label) for one in (FROM_A_PERSON if deciders is not None else FROM_A_BODY)]
        if deciders is None:
            del self.fields["decider"]
        else:
            decider: Any = self.fields["decider"]
            decider.queryset, decider.initial = deciders, deciders.first()
            # The decider has a name and an account.
            del self.fields["receipt_to"], self.fields["given_by"]

    def clean_received(self) -> datetime:
        try:
            moment = to_utc(self.cleaned_data["received"], self.session.zone)
        except AmbiguousTime as error:
            # Of what is past, the earlier is right enough.
            moment = error.first.astimezone(UTC)
        except NoSuchTime as error:
            raise forms.ValidationError(edge_words(error)) from None
        if moment > timezone.now():
            raise forms.ValidationError(_("This is later than now. Give the time when it was received."))
        return moment

    def clean_file(self) -> CheckedUpload | None:
        file = self.cleaned_data["file"]
        return checked_upload(file, accept={PDF, DOCX, ODT, PNG, JPEG, TEXT}) if file else None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        has_file = cleaned.get("file") or "file" in self.errors
        if not has_file and not cleaned.get("reference", "").strip():
            self.add_error("reference", _("Attach the letter, or write its reference or what was said."))
        return cleaned

    def source(self) -> Source:
        """As the services take it; the form is valid."""
        data = self.cleaned_data
        return Source(
            channel=data["channel"],
            given_by=data.get("given_by") or str(data["decider"]),
            received_at=data["received"],
            reference=data["reference"].strip(),
            upload=data["file"],
            receipt_to=data.get("receipt_to", ""),
            decider=data.get("decider"),
        )


def staff_source_form(
    request: HttpRequest, session: DialogueSession, *, deciders: "models.QuerySet[User] | None" = None
) -> SourceForm | None:
    """On what the secretariat acts for somebody else; None for those who act for themselves.

    `deciders` are the persons whose decision it may be; without them it is a delegation's or an organisation's word.
    """
    if not (is_secretariat(request.user) or request.user.is_superuser):
        return None
    posted = request.method == "POST"
    data, files = (request.POST, request.FILES) if posted else (None, None)
    return SourceForm(data, files, session=session, deciders=deciders)


def are_valid(*asked: forms.BaseForm | None) -> bool:
    """All are checked, so that all errors show at once; a form that is not asked for is None."""
    return not [form for form in asked if form is not None and not form.is_valid()]
