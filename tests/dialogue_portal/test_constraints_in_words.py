"""A database's constraint that a form checks speaks to people in words of its own, or the form is there before it."""

import importlib
import pkgutil

import pytest
from django.db.models import F, Q, UniqueConstraint
from django.forms import ModelForm

APPS = ("accounts", "mailings", "sessions", "speakers", "stakeholders", "summaries")

# Never read: the form has an error at one of the fields before, and then the constraint is not checked.
TOLD_AT_A_FIELD = {
    "amendment_has_wording",
    "choices_differ",
    "commission_session_ends_after_start",
    "disposition_has_reason",
    "initiative_ends_after_start",
    "invited_from_before_to",
    "kind_speaking_times_positive",
    "kind_stakeholders_min_to_max",
    "paragraph_has_text",
    "speaking_times_positive",
    "stakeholders_min_to_max",
}


def model_forms(form=ModelForm):
    for subclass in form.__subclasses__():
        if subclass._meta.model and subclass.__module__.split(".")[0] in APPS:
            yield subclass
        yield from model_forms(subclass)


def columns(condition):
    """The fields of which a condition speaks."""
    for child in condition.children:
        if isinstance(child, Q):
            yield from columns(child)
        else:
            yield child[0].split("__")[0]
            if isinstance(child[1], F):
                yield child[1].name


def checked_by(form):
    """The constraints that Django checks with a form: those of which no field is left out of it."""
    for constraint in form._meta.model._meta.constraints:
        if isinstance(constraint, UniqueConstraint):
            # Without a condition Django has words for it.
            fields = set(constraint.fields) if constraint.condition else set()
        else:
            fields = set(columns(constraint.condition))
        if fields and fields <= set(form.base_fields):
            yield constraint


@pytest.mark.parametrize("app", APPS)
def test_no_form_tells_people_the_name_of_a_constraint(app):
    package = importlib.import_module(f"{app}.forms")
    for module in pkgutil.iter_modules(getattr(package, "__path__", [])):
        importlib.import_module(f"{app}.forms.{module.name}")

    nameless = {
        constraint.name
        for form in model_forms()
        for constraint in checked_by(form)
        if form.__module__.startswith(f"{app}.")
        and constraint.violation_error_message == constraint.default_violation_error_message
    }

    assert nameless <= TOLD_AT_A_FIELD
