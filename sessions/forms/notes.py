"""The concept note as a file or as pasted text."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from dialogue_portal.client_tokens import ClientTokenFormMixin
from dialogue_portal.uploads import DOCX, ODT, PDF, TEXT, CheckedUpload, checked_upload
from sessions.concept_note import MAX_BYTES, UnreadableNote, read_note
from sessions.models import ConceptNote, DialogueSession
from sessions.services.drafting import create_session_of_same_note


class ConceptNoteForm(ClientTokenFormMixin):
    """One of the two is needed; `cleaned_data["note"]` is the text, `upload` the checked file or None."""

    file = forms.FileField(
        label=_("Concept note as a file"),
        required=False,
        help_text=_("Word (.docx), OpenDocument (.odt), PDF with text (.pdf) or plain text (.txt)."),
        widget=forms.FileInput(attrs={"accept": ".docx,.odt,.pdf,.txt,.md"}),
    )
    text = forms.CharField(
        label=_("Or paste its text"),
        required=False,
        help_text=_("Headings, lists and paragraphs as they are; nothing needs to be tidied up."),
        widget=forms.Textarea(attrs={"rows": 12}),
    )
    upload: CheckedUpload | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("file", "text"):
            # One of the two is needed, so neither is called optional.
            self.fields[name].hides_optional = True  # type: ignore[attr-defined]

    def clean_file(self) -> UploadedFile | None:
        file: UploadedFile | None = self.cleaned_data["file"]
        if file is not None:
            self.upload = checked_upload(file, accept={TEXT, DOCX, ODT, PDF}, max_bytes=MAX_BYTES)
        return file

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        pasted = cleaned.get("text", "")
        if self.errors:
            return cleaned
        if self.upload and pasted:
            raise forms.ValidationError(_("There is a file and a pasted text. Remove one of them."))
        if not (self.upload or pasted):
            raise forms.ValidationError(_("Choose a file or paste the text of the concept note."))
        data = self.upload.file.read() if self.upload else pasted.encode()
        try:
            cleaned["note"] = read_note(data)
        except UnreadableNote as error:
            self.add_error("file" if self.upload else "text", str(error))
        if self.upload:
            self.upload.file.seek(0)
        return cleaned


class SameNoteForm(ClientTokenFormMixin):
    """One more draft of a note that made one already: the answer to that hint."""

    note = forms.ModelChoiceField(ConceptNote.objects.all(), widget=forms.HiddenInput)

    def save(self, actor: User) -> tuple[DialogueSession, bool]:
        token = self.cleaned_data["client_token"]
        return create_session_of_same_note(self.cleaned_data["note"], actor=actor, token=token)
