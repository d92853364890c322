"""What has a title whose English, the language of record, is a column and whose other languages are rows of `texts`.

Items of a programme and series have one; lists ask for them `titled`, in one query.
"""

from typing import Any, Self

from django.db import models
from django.db.models import OuterRef, Subquery
from django.utils.translation import get_language

from dialogue_portal.texts import FALLBACK_LANGUAGE, ChosenText, LocalizedText, choose_text, english_text


def in_readers_language(texts: models.QuerySet[Any], **parent: Any) -> Subquery:
    """Of the texts of an outer row the one in the reader's language, in the query of that row; NULL without one."""
    return Subquery(texts.filter(**parent, language=get_language() or FALLBACK_LANGUAGE).values("text"))


def chosen_title(translated: str | None, english: str) -> ChosenText:
    """The title in the reader's language, as `in_readers_language` brought it, else in English."""
    if translated:
        return ChosenText(translated, get_language() or FALLBACK_LANGUAGE, is_fallback=False)
    return english_text(english)


class TitledQuerySet(models.QuerySet[Any]):
    def titled(self) -> Self:
        """With their titles in the reader's language, in the same query."""
        texts: Any = self.model._meta.get_field("texts")
        rows = texts.related_model._default_manager.all()
        return self.annotate(translated=in_readers_language(rows, **{texts.field.name: OuterRef("pk")}))


class Titled(models.Model):
    title: str
    texts: "models.Manager[LocalizedText]"
    # There where it came `titled`.
    translated: str | None

    class Meta:
        abstract = True

    @property
    def local_title(self) -> ChosenText:
        """The title as the reader sees it; asks for the texts of a row that did not come `titled`."""
        if "translated" in self.__dict__:
            return chosen_title(self.__dict__["translated"], self.title)
        return self.title_of_texts

    @property
    def title_of_texts(self) -> ChosenText:
        """The same in whatever language is active now: for mails, whose readers are not who asked for the row."""
        return choose_text(self.texts.all()) or english_text(self.title)
