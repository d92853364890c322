"""A document of a session: what is said of it, and its files by language and version."""

from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dialogue_portal.client_tokens import ClientTokenFormMixin
from dialogue_portal.moments import city, moment_words
from dialogue_portal.revisions import Revisioned, RevisionFormMixin
from dialogue_portal.uploads import DOCX, ODT, PDF, TEXT, CheckedUpload, checked_upload
from sessions.forms.local_times import LocalTimeField, LocalTimesMixin, initial_of
from sessions.local_time import FIRST_YEAR
from sessions.models import DialogueSession, Document, DocumentFile, SessionKind

# A document may be dated ahead to the day on which it is to appear, not further.
DATED_AHEAD = timedelta(days=366)


class DocumentFileForm(forms.Form):
    """One file in one language; `upload` is the file once it was checked."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("PDF, Word (.docx), OpenDocument (.odt) or plain text."),
        widget=forms.FileInput(attrs={"accept": ".pdf,.docx,.odt,.txt"}),
    )
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES, initial="en")
    upload: CheckedUpload

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        self.upload = checked_upload(file, accept={PDF, DOCX, ODT, TEXT})
        return file


class NewVersionForm(DocumentFileForm):
    """A further language, or the next version of one that is there."""

    change = forms.CharField(
        label=_("What changed"),
        max_length=DocumentFile._meta.get_field("change").max_length,
        required=False,
        help_text=_("For those who keep the documents, such as “figures of annex II corrected”."),
    )


class _AboutForm(LocalTimesMixin, forms.ModelForm):
    """What is said of a document; the embargo is typed as the clock of the meeting's place shows it."""

    embargo_until = LocalTimeField(label=_("Embargo until"), required=False)
    moments = ("embargo_until",)

    class Meta:
        model = Document
        fields = ["kind", "title", "symbol", "speaker", "author", "file_date", "embargo_until"]
        widgets = {"file_date": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}
        help_texts = {
            "symbol": _("As it is printed, such as E/CN.6/2019/3."),
            "speaker": _("Of a statement at the side event: who made it."),
            "author": _("Empty: the speaker."),
        }

    def _update_errors(self, errors: forms.ValidationError) -> None:
        """What was typed and refused at its field is not said to be missing as well."""
        if hasattr(errors, "error_dict"):
            left = {name: said for name, said in errors.error_dict.items() if name not in self.errors}
            if not left:
                return
            errors = forms.ValidationError(left)
        super()._update_errors(errors)  # type: ignore[misc]

    def __init__(self, *args: Any, session: DialogueSession, **kwargs: Any) -> None:
        embargo = getattr(kwargs.get("instance"), "embargo_until", None)
        self.zone, self.stored = session.zone, {"embargo_until": embargo} if embargo else {}
        super().__init__(*args, **kwargs)
        self.initial.update(initial_of(self.stored, self.zone))
        speaker: Any = self.fields["speaker"]
        speaker.queryset = session.event_speakers.all()
        if session.kind != SessionKind.SIDE_EVENT:
            del self.fields["speaker"]
            self.fields["author"].help_text = ""
        field = self.fields["embargo_until"]
        field.help_text = _(
            "Time in %(city)s. Until then only the secretariat and those who hold a role in the session have it."
        ) % {"city": city(self.zone)}

    def clean_file_date(self) -> date | None:
        day: date | None = self.cleaned_data["file_date"]
        if day and day.year < FIRST_YEAR:
            raise forms.ValidationError(_("This is before %(year)s. Check the year.") % {"year": FIRST_YEAR})
        if day and day > timezone.now().date() + DATED_AHEAD:
            raise forms.ValidationError(_("This is more than a year ahead. Check the year."))
        return day

    def clean(self) -> dict[str, Any]:
        """The embargo as a moment; the author of a statement is its speaker, unless another is given."""
        cleaned = super().clean()
        cleaned["embargo_until"] = cleaned.get("embargo_until_at")
        if (speaker := cleaned.get("speaker")) and not cleaned.get("author"):
            cleaned["author"] = ", ".join(filter(None, [speaker.name, speaker.represents]))[:200]
        return cleaned


class DocumentForm(ClientTokenFormMixin, DocumentFileForm, _AboutForm):
    """A new document with its first file."""

    field_order = ["file", "kind", "title", "language"]

    class Meta(_AboutForm.Meta):
        fields = [*_AboutForm.Meta.fields, "is_public"]
        labels = {"is_public": _("Anybody may have it, once an embargo is over")}

    def about(self) -> dict[str, Any]:
        """What the service takes beside the file."""
        names = [name for name in (*self.Meta.fields, "language") if name in self.fields]
        return {name: self.cleaned_data[name] for name in names} | {"token": self.cleaned_data["client_token"]}


class DocumentEditForm(RevisionFormMixin, _AboutForm):
    """What is said of a document that is there."""

    class Meta(_AboutForm.Meta):
        fields = [*_AboutForm.Meta.fields, "original_language"]
        help_texts = {
            **_AboutForm.Meta.help_texts,
            "original_language": _("Its file stands first, and is what the document’s own address gives."),
        }

    def show_conflict(self, current: Revisioned) -> None:
        """As the base's, with the embargo in words, by the meeting's clock."""
        theirs: Any = current
        theirs.embargo_until = self._words(theirs.embargo_until)
        self.cleaned_data["embargo_until"] = self._words(self.cleaned_data["embargo_until"])
        super().show_conflict(current)

    def _words(self, moment: datetime | None) -> str:
        return moment_words(moment, self.zone.key, self.zone.key) if moment else ""
