"""One text of a session in one language."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from dialogue_portal.revisions import RevisionFormMixin
from dialogue_portal.texts import FALLBACK_LANGUAGE, direction_of
from sessions.models import SessionStatus, TextPart
from sessions.rehearsed import marked
from sessions.services.texts import WrittenText

# In rows of the field: a text of several paragraphs, and a line.
TEXT_ROWS, LINE_ROWS = 16, 4


class TextForm(RevisionFormMixin):
    """The text itself, and the English that was beside it when it was written."""

    text = forms.CharField(required=False)
    # As the page showed it: what was reworded since then is not what was translated.
    translates = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, written: WrittenText, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.written, self.language = written, language
        row = written.row(language)
        self.fields["seen_revision"].initial = row.revision
        self.fields["translates"].initial = written.english
        self.fields["text"] = forms.CharField(
            label=dict(settings.LANGUAGES)[language],
            initial=row.text,
            required=False,
            max_length=written.max_length,
            widget=forms.Textarea(
                attrs={
                    "rows": TEXT_ROWS if written.is_formatted else LINE_ROWS,
                    "lang": language,
                    "dir": direction_of(language),
                    "class": "form-control",
                }
            ),
        )
        self.fields["text"].hides_optional = True  # type: ignore[attr-defined]

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"].replace("\r\n", "\n").strip()
        if not self.written.is_formatted:
            text = " ".join(text.split())
        return self._title(text) if self.written.key == TextPart.TITLE else text

    def _title(self, text: str) -> str:
        """A rehearsal's says so in every language that it has; English it always has."""
        session, is_english = self.written.session, self.language == FALLBACK_LANGUAGE
        if is_english and not text and session.status != SessionStatus.DRAFT:
            raise forms.ValidationError(_("A session that is public has a title in English. Write one."))
        return marked(session, text)[: self.written.max_length] if text or is_english else text

    def clean_translates(self) -> str:
        return str(self.cleaned_data["translates"]).replace("\r\n", "\n")
