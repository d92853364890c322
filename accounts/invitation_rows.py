"""What the rows of an imported table say, and what is wrong with them: found anew whenever it is asked.

`services.invitation_imports` stores the cells and sends what is right; the preview shows the rest, each problem beside
its cell. All rows together cost a constant number of queries.
"""

import difflib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import get_language_info, gettext as _, gettext_lazy

from accounts.invitations import InvitationScope, scope_of, scopes
from accounts.models import Delegation, DelegationName, ImportedRow, Invitation, InvitationImport, RegionalGroup
from dialogue_portal.registries import Words
from dialogue_portal.tables import comparable


@dataclass(frozen=True)
class Column:
    """One column: its heading in the template, other headings by which it is known, an example."""

    key: str
    heading: str
    label: Words
    also: tuple[str, ...] = ()
    example: str = ""


COLUMNS = {
    column.key: column
    for column in (
        Column("name", "Name", gettext_lazy("Name"), ("full name", "nom", "nombre"), "Amina Diallo"),
        Column("email", "E-mail", gettext_lazy("E-mail"), ("email", "mail", "e mail address", "email address")),
        Column("delegation", "Delegation", gettext_lazy("Delegation"), ("country", "state", "iso", "pays"), "Senegal"),
        Column("role", "Role", gettext_lazy("Role"), ("function",)),
        Column("regional_group", "Regional group", gettext_lazy("Regional group"), ("group",), "African Group"),
        Column("is_designate", "Designate", gettext_lazy("Designate"), (), "no"),
        Column("starts_on", "From", gettext_lazy("From"), ("starts on", "start"), "2027-03-01"),
        Column("ends_on", "To", gettext_lazy("To"), ("last day", "until", "ends on", "end"), "2029-03-31"),
        Column("language", "Language", gettext_lazy("Language"), ("language of the mail", "langue", "idioma"), "fr"),
    )
}
# What a table must have: the rest may be missing and is then empty.
NEEDED = ("name", "email")
DEFAULT_ROLE = "focal_point"
DELEGATION = "accounts.delegation"
YES = {"yes", "y", "x", "1", "true", "designate", "oui", "si"}
NO = {"", "no", "n", "0", "false", "non"}
# Day first or year first; 03/04/2027 is a different day on two continents.
DAY = forms.DateField(required=False, input_formats=["%Y-%m-%d", "%d.%m.%Y", "%d %B %Y", "%d %b %Y"])
SHORT_GROUPS = {"grulac": RegionalGroup.GRULAC, "weog": RegionalGroup.WEOG, "eeg": RegionalGroup.EASTERN_EUROPEAN}


def offered_by(scope: models.Model | None) -> str:
    """Under which name `scopes` has what a table offers; without a scope delegations, which each row names."""
    return scope._meta.label_lower if scope else DELEGATION


def columns_of(offered: str) -> list[Column]:
    """The columns of a table that offers this."""
    offer = scopes[offered]
    keys = ["name", "email", *(["delegation"] if offered == DELEGATION else []), "role"]
    keys += ["regional_group"] if offer.group_roles else []
    keys += ["is_designate", "starts_on", "ends_on"] if offer.has_term else []
    return [COLUMNS[key] for key in (*keys, "language")]


def cells_of(table: list[list[str]], scope: models.Model | None) -> list[tuple[int, dict[str, str]]]:
    """The rows below the headings as (line of the file, cells by column). Raises ValidationError without headings."""
    filled = [(line, row) for line, row in enumerate(table, start=1) if any(row)]
    if not filled:
        raise ValidationError(_("This table is empty."))
    columns = columns_of(offered_by(scope))
    known = {
        comparable(name): column.key for column in columns for name in (column.heading, *column.also, str(column.label))
    }
    keys = [known.get(comparable(heading)) for heading in filled[0][1]]
    needed = [*NEEDED, "delegation" if scope is None else "role"]
    if missing := [COLUMNS[key].heading for key in needed if key not in keys]:
        raise ValidationError(
            _("The first row has no heading “%(missing)s”. Take the template and copy your rows below its headings.")
            % {"missing": "”, “".join(missing)}
        )
    rows = [(line, {key: cell for key, cell in zip(keys, row, strict=False) if key}) for line, row in filled[1:]]
    if not rows:
        raise ValidationError(_("There are headings in this table, but no row below them."))
    return rows


@dataclass(frozen=True)
class CheckedRow:
    """A row with what it says, as `invite` takes it, and what is wrong with it, by column."""

    row: ImportedRow
    values: dict[str, Any] = field(default_factory=dict)
    problems: dict[str, str] = field(default_factory=dict)

    @property
    def is_ready(self) -> bool:
        return not (self.problems or self.row.invitation_id or self.row.is_left_out)

    @property
    def scope(self) -> Any:
        return self.values.get("scope")

    @property
    def offered(self) -> dict[str, Any]:
        """As `accounts/_invitation_role.html` shows it."""
        return {**self.values, "role_label": scope_of(self.scope).roles[self.values["role"]]}


def check_rows(source: InvitationImport) -> list[CheckedRow]:
    """Every row of a table with its problems, in the order of its lines. Seven queries at most."""
    reader = _Reader(source)
    checked = [reader.read(row) for row in source.rows.select_related("invitation")]
    _mark_what_is_there(source, [one for one in checked if one.is_ready])
    return checked


class _Reader:
    """Reads cells; knows what a word in them may stand for."""

    def __init__(self, source: InvitationImport) -> None:
        self.scope = source.scope
        offered = offered_by(self.scope)
        self.columns = columns_of(offered)
        self.offer = scopes[offered]
        self.offered = self.offer.roles_in(self.scope) if self.scope else self.offer.roles
        self.roles = {comparable(word): key for key, label in self.offered.items() for word in (key, str(label))}
        self.languages = _languages()
        self.groups = {
            comparable(word): group.value for group in RegionalGroup for word in (group.value, str(group.label))
        }
        self.groups |= SHORT_GROUPS
        self.delegations = {} if self.scope else _delegations()

    def read(self, row: ImportedRow) -> CheckedRow:
        values: dict[str, Any] = {"scope": self.scope} if self.scope else {}
        problems: dict[str, str] = {}
        for column in self.columns:
            take: Callable[[str], Any] = getattr(self, column.key)
            try:
                values["scope" if column.key == "delegation" else column.key] = take(
                    row.cells.get(column.key, "").strip()
                )
            except ValidationError as error:
                problems[column.key] = " ".join(error.messages)
        _check_together(self.offer, values, problems)
        return CheckedRow(row, values, problems)

    def name(self, text: str) -> str:
        if not text:
            raise ValidationError(_("The name is missing."))
        if len(text) > 200:
            raise ValidationError(_("This name is longer than 200 characters."))
        return text

    def email(self, text: str) -> str:
        if not text:
            raise ValidationError(_("The address is missing."))
        try:
            validate_email(text)
        except ValidationError:
            raise ValidationError(_("This is not an e-mail address.")) from None
        if len(text) > 254:
            raise ValidationError(_("This is not an e-mail address."))
        return text

    def delegation(self, text: str) -> Delegation:
        if not text:
            raise ValidationError(_("The delegation is missing: its name, or its ISO code."))
        word = comparable(text)
        if found := self.delegations.get(word) or self.delegations.get(word.removeprefix("the ")):
            return found
        near = difflib.get_close_matches(word, self.delegations, n=1, cutoff=0.75)
        if near:
            raise ValidationError(
                _("No delegation has this name or ISO code. Did you mean %(name)s?")
                % {"name": self.delegations[near[0]]}
            )
        raise ValidationError(_("No delegation has this name or ISO code."))

    def role(self, text: str) -> str:
        if not text and self.scope is None:
            return DEFAULT_ROLE
        if role := self.roles.get(comparable(text)):
            return role
        offered = ", ".join(str(label) for label in self.offered.values())
        raise ValidationError(_("There is no such role. Use one of: %(roles)s.") % {"roles": offered})

    def regional_group(self, text: str) -> str:
        if not text:
            return ""
        group = self.groups.get(comparable(text)) or self.groups.get(comparable(text) + " group")
        if not group or group == RegionalGroup.NONE:
            raise ValidationError(_("There is no such regional group."))
        return str(group)

    def is_designate(self, text: str) -> bool:
        if comparable(text) not in YES | NO:
            raise ValidationError(_("Write “yes” or “no”."))
        return comparable(text) in YES

    def starts_on(self, text: str) -> date | None:
        try:
            return DAY.clean(text)
        except ValidationError:
            raise ValidationError(_("Write the day as 2027-03-15.")) from None

    ends_on = starts_on

    def language(self, text: str) -> str:
        if not text:
            return "en"
        if language := self.languages.get(comparable(text)):
            return language
        codes = ", ".join(code for code, _name in settings.LANGUAGES)
        raise ValidationError(
            _("The portal does not write in this language. Use one of: %(codes)s.") % {"codes": codes}
        )


def _check_together(offer: InvitationScope, values: dict[str, Any], problems: dict[str, str]) -> None:
    """What no cell tells alone."""
    if "role" in values and offer.group_roles and "regional_group" not in problems:
        is_for_group = values["role"] in offer.group_roles
        if is_for_group and not values.get("regional_group"):
            problems["regional_group"] = _("Name the regional group for which this person acts.")
        elif not is_for_group:
            values["regional_group"] = ""
    first, last = values.get("starts_on"), values.get("ends_on")
    if first and last and last < first:
        problems["ends_on"] = _("This is before the first day.")


def _languages() -> dict[str, str]:
    known = {}
    for code, name in settings.LANGUAGES:
        info = get_language_info(code)
        for word in (code, code.partition("-")[0], info["name"], info["name_local"], str(name)):
            known[comparable(word)] = code
    return known


def _delegations() -> dict[str, Delegation]:
    rows = {row.pk: row for row in Delegation.objects.all()}
    known: dict[str, Delegation] = {}
    for name in DelegationName.objects.values_list("delegation_id", "short_name", "official_name"):
        known |= {comparable(word): rows[name[0]] for word in name[1:] if word}
    for row in rows.values():
        words = (row.short_name, row.official_name, row.official_name.removeprefix("the "), row.iso2, row.iso3)
        known |= {comparable(word): row for word in words}
    return known


def _mark_what_is_there(source: InvitationImport, rows: list[CheckedRow]) -> None:
    """Add the problems that are no fault of the row: it stands twice, the person is invited or acts already."""
    invited = _invited(rows)
    holding = _holding(rows)
    lines: dict[tuple[UUID, str, str, str], int] = {}
    for one in rows:
        values = one.values
        key = (values["scope"].pk, values["role"], values.get("regional_group", ""), values["email"].lower())
        first = lines.setdefault(key, one.row.line)
        if first != one.row.line:
            one.problems["email"] = _("Stands twice in this table: also in line %(line)d.") % {"line": first}
        elif key in holding:
            one.problems["email"] = _("This person acts in this role already.")
        elif key in invited:
            one.problems["email"] = _("Invited already, not accepted yet. Send that invitation again instead.")


def _invited(rows: Iterable[CheckedRow]) -> set[tuple[UUID, str, str, str]]:
    by_model: dict[ContentType, set[UUID]] = {}
    for one in rows:
        by_model.setdefault(ContentType.objects.get_for_model(one.scope), set()).add(one.scope.pk)
    found: set[tuple[UUID, str, str, str]] = set()
    for content_type, ids in by_model.items():
        unsettled = Invitation.objects.unsettled().filter(scope_type=content_type, scope_id__in=ids)
        found |= set(unsettled.order_by().values_list("scope_id", "role", "regional_group", Lower("email")))
    return found


def _holding(rows: list[CheckedRow]) -> set[tuple[UUID, str, str, str]]:
    if not rows:
        return set()
    return scope_of(rows[0].scope).holders({one.scope.pk for one in rows})
