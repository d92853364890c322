"""A document of a session: its file and what is said of it."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from dialogue_portal.uploads import DOCX, ODT, PDF, TEXT, CheckedUpload, checked_upload
from sessions.models import Document


class DocumentForm(forms.ModelForm):
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES, initial="en")
    upload: CheckedUpload

    class Meta:
        model = Document
        fields = ["file", "kind", "title", "language", "author", "file_date", "is_public"]
        widgets = {
            "file": forms.FileInput(attrs={"accept": ".pdf,.docx,.odt,.txt"}),
            "file_date": forms.DateInput(attrs={"type": "date"}),
        }
        help_texts = {"file": _("PDF, Word (.docx), OpenDocument (.odt) or plain text.")}
        labels = {"is_public": _("Anybody may download it")}

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        self.upload = checked_upload(file, accept={PDF, DOCX, ODT, TEXT})
        return file

    def about(self) -> dict[str, Any]:
        """What is said of the file, as the service takes it."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields if name != "file"}
