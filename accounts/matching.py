"""Whether two organisations may be one: by the words of their names and by their websites.

Keys are computed when they are asked for, never stored, so that a better rule needs no migration: 2,000 organisations
take some 50 ms. Called when an organisation is made, by the staff list, by imports.
"""

import re
import unicodedata
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import FormerName, Organization


def _each(words: str) -> frozenset[str]:
    return frozenset(words.split())


# What says how an organisation is registered, not what it is called; and words that come and go.
LEGAL_FORMS = _each(
    "ab ac aisbl as asbl bv cic co company corp corporation ev gmbh ggmbh inc incorporated kk limited llc llp ltd ngo "
    "ngos npc npo nv ong ongd oy plc pty pte ry sa sarl sas sl spa srl vzw"
)
SMALL_WORDS = _each("a al and d das de del der des di die du e el et for fur in l la las le les los of on the to y")
# Letters of other scripts that look like Latin ones, after lower-casing and without marks; a few Latin letters that
# do not decompose.
LOOKALIKES = str.maketrans(
    "авеікмнорстухѕјһԁԛԝ" + "αβεικνορτυχηγ" + "ıɡøłđð",
    "abeikmhopctyxsjhdqw" + "abeikvoptuxny" + "igoldd",
) | {ord("æ"): "ae", ord("œ"): "oe", ord("þ"): "th"}
# Below these a site belongs to whoever opened the page, so its path tells more than its host.
SHARED_HOSTS = _each(
    "blogspot.com facebook.com github.io google.com instagram.com linkedin.com medium.com twitter.com weebly.com "
    "wixsite.com wordpress.com x.com youtube.com"
)
# Second-level names under which a country registers.
SECOND_LEVEL = _each("ac co com edu go gob gov gouv net ne nhs or org")
MOST_SHOWN = 6
# How alike two names are from which on they are offered (1 is equal), and from which length such a figure says much.
ALIKE, LONG_ENOUGH = 0.88, 8


def clean_name(name: str) -> str:
    """A name as it is stored: composed, without control and direction characters, single spaces."""
    # Joiners stay: Persian and several Indian scripts need them.
    kept = (char for char in unicodedata.normalize("NFC", name) if char in "\u200c\u200d" or _is_visible(char))
    return " ".join("".join(kept).split())


def _is_visible(char: str) -> bool:
    return char.isspace() or unicodedata.category(char)[0] != "C"


def words_of(name: str) -> frozenset[str]:
    """The words that tell a name: no case, accents, punctuation, legal forms or order, look-alike letters as Latin."""
    text = unicodedata.normalize("NFKC", name).casefold()
    text = "".join(
        char for char in unicodedata.normalize("NFKD", text) if unicodedata.category(char) not in ("Mn", "Cf")
    )
    text = re.sub(r"[.’'‘`´ʼ]", "", text.translate(LOOKALIKES))
    words = frozenset(re.findall(r"\w+", text))
    return words - LEGAL_FORMS - SMALL_WORDS or words


def name_key(name: str) -> str:
    return " ".join(sorted(words_of(name)))


def site_key(address: str) -> str:
    """The registered part of a website's host, with the first part of the path where many share the host."""
    try:
        parts = urlsplit(address if "//" in address else f"//{address}")
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return ""
    labels = host.split(".")
    length = 3 if len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in SECOND_LEVEL else 2
    site = ".".join(labels[-length:])
    if site in SHARED_HOSTS:
        return f"{host}/{parts.path.strip('/').split('/')[0].casefold()}"
    return site


@dataclass(frozen=True)
class Known:
    """An organisation under one of its names."""

    id: uuid.UUID
    name: str
    site: str

    @cached_property
    def words(self) -> frozenset[str]:
        return words_of(self.name)

    @cached_property
    def key(self) -> str:
        return " ".join(sorted(self.words))


@dataclass(frozen=True)
class Match:
    """An organisation that may be the one meant, and why."""

    organization: Organization
    reason: str | Promise


def known_names() -> list[Known]:
    """Every organisation under each name that it has or had: two queries."""
    current = Organization.objects.order_by().values_list("pk", "name", "website")
    former = FormerName.objects.order_by().values_list("organization", "name")
    return [Known(pk, name, site_key(site)) for pk, name, site in current] + [
        Known(pk, name, "") for pk, name in former
    ]


def likely_matches(name: str, website: str = "", *, without: Iterable[uuid.UUID] = ()) -> list[Match]:
    """Organisations that may be the one of this name and website, the likeliest first, at most six."""
    wanted, leave_out = Known(uuid.uuid4(), name, site_key(website)), set(without)
    best: dict[uuid.UUID, tuple[float, Any]] = {}
    for known in known_names():
        if known.id not in leave_out and (found := _likeness(wanted, known)):
            best[known.id] = max(best.get(known.id, found), found, key=lambda pair: pair[0])
    ranked = sorted(best, key=lambda pk: (-best[pk][0], str(pk)))[:MOST_SHOWN]
    rows = Organization.objects.select_related("headquarters").in_bulk(ranked)
    return [Match(rows[pk], best[pk][1]) for pk in ranked if pk in rows]


def known_as(name: str) -> Organization | None:
    """The organisation whose name, or former name, has these words; None if there is none, or more than one."""
    key = name_key(name)
    found = {known.id for known in known_names() if known.key == key}
    return Organization.objects.get(pk=found.pop()) if len(found) == 1 else None


def _likeness(wanted: Known, known: Known) -> tuple[float, Any] | None:
    if wanted.key == known.key:
        return 2, _("The same name")
    if wanted.site and wanted.site == known.site:
        return 1.5, _("The same website")
    likeness = _alike(wanted, known)
    return (likeness, _("A similar name")) if likeness >= ALIKE else None


def _alike(one: Known, other: Known) -> float:
    """From 0 to 1. Names that differ in a number are different: branches and locals are counted so."""
    if _numbers(one.words) != _numbers(other.words):
        return 0
    if min(len(one.words), len(other.words)) > 1 and (one.words <= other.words or other.words <= one.words):
        return ALIKE
    if min(len(one.key), len(other.key)) < LONG_ENOUGH:
        return 0
    matcher = SequenceMatcher(None, one.key, other.key, autojunk=False)
    return matcher.ratio() if matcher.real_quick_ratio() >= ALIKE and matcher.quick_ratio() >= ALIKE else 0


def _numbers(words: frozenset[str]) -> set[str]:
    return {word for word in words if any(char.isdigit() for char in word)}


def duplicated() -> set[uuid.UUID]:
    """The organisations that share their name's words or their website with another one."""
    groups: dict[str, set[uuid.UUID]] = {}
    for known in known_names():
        for key in _keys(known):
            groups.setdefault(key, set()).add(known.id)
    return {pk for group in groups.values() if len(group) > 1 for pk in group}


def _keys(known: Known) -> Iterator[str]:
    yield f"name {known.key}"
    if known.site:
        yield f"site {known.site}"
