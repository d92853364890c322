"""In which words the portal writes: the edited ones of an occasion and language, or the built-in ones.

What each placeholder stands for is said here for those who edit; what a wording may hold is asked by form and service.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _, gettext_lazy

from dialogue_portal.registries import Words
from mailings.models import MailTemplate
from mailings.occasions import PLACEHOLDER, STANDARD, Occasion, Wording, occasions, placeholders_in

MEANINGS: dict[str, Words] = {
    "act": gettext_lazy("what was done"),
    "actor": gettext_lazy("who did it"),
    "address": gettext_lazy("the person’s e-mail address"),
    "after": gettext_lazy("the new deadline, in the meeting’s zone and the recipient’s"),
    "author": gettext_lazy("who wrote it"),
    "before": gettext_lazy("the deadline until now, in the meeting’s zone and the recipient’s"),
    "begins": gettext_lazy("when the meeting begins, in its zone and the recipient’s"),
    "channel": gettext_lazy("how it was received"),
    "deadline": gettext_lazy("until when, in the meeting’s zone and the recipient’s"),
    "decider": gettext_lazy("who decided"),
    "delegation": gettext_lazy("the delegation"),
    "deputy": gettext_lazy("who deputizes"),
    "first": gettext_lazy("the meeting of first choice"),
    "given_by": gettext_lazy("from whom it was received"),
    "invited": gettext_lazy("to whom the invitation was sent"),
    "inviter": gettext_lazy("who invites"),
    "limits": gettext_lazy("what has to be kept to: speaking times, numbers, sizes"),
    "link": gettext_lazy("the address of the page to open"),
    "meeting": gettext_lazy("the meeting"),
    "opens": gettext_lazy("from when on, in the meeting’s zone and the recipient’s"),
    "organization": gettext_lazy("the organization"),
    "person": gettext_lazy("the person whom it is about"),
    "phase": gettext_lazy("the phase, such as applications"),
    "portal": gettext_lazy("the name of this portal"),
    "principal": gettext_lazy("on whose behalf it is done"),
    "reason": gettext_lazy("the reason that was given"),
    "recipient": gettext_lazy("the recipient’s name, or address where no name is known"),
    "role": gettext_lazy("the role"),
    "scope": gettext_lazy("where the role is held: a session, a delegation"),
    "second": gettext_lazy("the meeting of second choice"),
    "series": gettext_lazy("the series of meetings"),
    "session": gettext_lazy("the title of the session"),
    "speaker": gettext_lazy("the speaker’s name and title"),
    "until": gettext_lazy("until when, in the meeting’s zone and the recipient’s"),
    "url": gettext_lazy("the address of the page to open"),
    "venue": gettext_lazy("where the meeting is held"),
    "what": gettext_lazy("what it was done to"),
    "words": gettext_lazy("what the person wrote"),
}


def edited_wordings(occasion: str) -> dict[str, Wording]:
    """The words that staff put in place of the built-in ones, by language. One query."""
    return {row.language: row.wording for row in MailTemplate.objects.filter(occasion=occasion)}


@dataclass(frozen=True)
class ListedOccasion:
    """An occasion and, for each language, whether its words were edited."""

    name: str
    occasion: Occasion
    languages: list[tuple[str, str, MailTemplate | None]]

    @property
    def is_edited(self) -> bool:
        return any(template for _code, _name, template in self.languages)


def listed_occasions() -> list[ListedOccasion]:
    """All occasions by name, as the reader's language has it. One query."""
    edited = {(row.occasion, row.language): row for row in MailTemplate.objects.select_related("changed_by")}
    listed = [
        ListedOccasion(
            name, occasion, [(code, str(label), edited.get((name, code))) for code, label in settings.LANGUAGES]
        )
        for name, occasion in occasions.items()
    ]
    return sorted(listed, key=lambda one: str(one.occasion.label))


def wording_in_force(occasion: str, language: str, edited: Mapping[str, Wording]) -> Wording:
    """What a recipient of this language is written: the edited words, or the built-in ones in that language."""
    return edited[language] if language in edited else built_in(occasion, language)


def built_in(occasion: str, language: str) -> Wording:
    with translation.override(language):
        return occasions[occasion].built_in()


def as_html(subject: str, text: str, language: str) -> str:
    """The HTML twin of a text."""
    with translation.override(language):
        return render_to_string("mailings/message.html", {"text": text, "subject": subject})


def allowed_in(occasion: Occasion) -> dict[str, Words]:
    """The placeholders that a wording of this occasion may use, with what each stands for."""
    names = sorted(STANDARD | set(occasion.placeholders))
    return {name: MEANINGS.get(name, name.replace("_", " ")) for name in names}


def flaw_in(occasion: Occasion, text: str) -> str:
    """What is wrong with one text, in a sentence; empty if nothing is."""
    allowed = ", ".join(f"{{{name}}}" for name in allowed_in(occasion))
    if unknown := sorted(placeholders_in(text) - set(allowed_in(occasion))):
        names = ", ".join(f"{{{name}}}" for name in unknown)
        return _("%(names)s is not known here. These can be used: %(allowed)s.") % {"names": names, "allowed": allowed}
    if set("{}") & set(PLACEHOLDER.sub("", text)):
        words = _("A brace belongs to no placeholder. Write one of these, or no braces: %(allowed)s.")
        return words % {"allowed": allowed}
    return ""


def missing_from(occasion: Occasion, wording: Wording) -> str:
    """Which link or deadline has been lost, in a sentence; empty if none has."""
    lost = sorted(occasion.required - wording.placeholders)
    if not lost:
        return ""
    names = ", ".join(f"{{{name}}}" for name in lost)
    return _("%(names)s has to stay: without it the recipient cannot act in time.") % {"names": names}
