"""The review page's list of fields: what stands in the note and where, beside the form's field for it."""

from dataclasses import dataclass
from typing import Any

from django.forms import BoundField
from django.utils.functional import Promise
from django.utils.translation import gettext as _, gettext_lazy

from sessions.concept_note import FIELD_LABELS
from sessions.forms import SetUpForm
from sessions.models import ConceptNote

# Field of the form → field of the note, where they are called differently.
NOTED_AS = {"title": "titles"}
SECTIONS: tuple[tuple[str, Promise, tuple[str, ...]], ...] = (
    (
        "what",
        gettext_lazy("What"),
        ("title", "theme", "kind", "body", "session_number", "agenda_item", "mandate", "slug"),
    ),
    ("when", gettext_lazy("When and where"), ("date", "starts", "ends", "time_zone", "venue")),
    ("who", gettext_lazy("Who takes part, and when"), ("open_to", "phase_keys")),
    ("texts", gettext_lazy("Texts"), ("overview", "format", "questions_text", "outcome")),
    (
        "rules",
        gettext_lazy("Rules of the format"),
        (
            "initial_seconds",
            "follow_up_seconds",
            "opening_minutes",
            "stakeholders_min",
            "stakeholders_max",
            "keeps_speakers_list",
            "shows_overtime",
        ),
    ),
)


@dataclass(frozen=True)
class ReviewedField:
    """A field, where the note states it (`line`), or that it does not (`is_gap`); neither for what no note states."""

    field: BoundField
    line: int | None
    is_gap: bool

    @property
    def words(self) -> str:
        if self.line is not None:
            return _("Found in line %(line)s") % {"line": self.line}
        return _("Not found: fill in") if self.is_gap else ""


@dataclass(frozen=True)
class ReviewedSection:
    key: str
    title: str | Promise
    fields: list[ReviewedField]


@dataclass(frozen=True)
class ReviewedRows:
    """A list of numbered texts: the lines of the note where they were found."""

    title: str | Promise
    lines: list[int]
    is_gap: bool

    @property
    def words(self) -> str:
        if self.lines:
            return _("Found in lines %(lines)s") % {"lines": ", ".join(map(str, dict.fromkeys(self.lines)))}
        return _("Not found: fill in") if self.is_gap else ""


def rows_review(noted: str, note: ConceptNote | None) -> ReviewedRows:
    """What the note says of the leading questions or of the theme areas."""
    found = note.recognised.get(noted, []) if note else []
    return ReviewedRows(FIELD_LABELS[noted], [item["line"] for item in found], bool(note and noted in note.gaps))


def review_of(form: SetUpForm, note: ConceptNote | None) -> list[ReviewedSection]:
    """All fields of the form under their headings, each with what the note says of it."""
    recognised: dict[str, Any] = note.recognised if note else {}
    gaps = set(note.gaps) if note else set()
    return [
        ReviewedSection(
            key, title, [_reviewed(form[name], NOTED_AS.get(name, name), recognised, gaps) for name in names]
        )
        for key, title, names in SECTIONS
    ]


def _reviewed(field: BoundField, noted: str, recognised: dict[str, Any], gaps: set[str]) -> ReviewedField:
    found = recognised.get(noted)
    first = found[0] if isinstance(found, list) else found
    return ReviewedField(field, first["line"] if first else None, noted in gaps)
