"""What a mail's state is called, for the one template that shows it."""

from django import template

from dialogue_portal.jobs import MAIL_STATES
from dialogue_portal.registries import Words

register = template.Library()


@register.filter
def mail_state(state: str) -> Words:
    return MAIL_STATES[state]
