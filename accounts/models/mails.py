"""allauth's mails on their way: codes, links, notices."""

from django.db import models

from dialogue_portal.jobs import Job


class AccountMail(Job):
    """A mail until the mail server has it: sealed, because it holds a code or a link; gone as soon as it is sent."""

    sealed = models.TextField(editable=False)

    class Meta(Job.Meta):
        abstract = False
        # Never shown to anybody.
        default_permissions = ()
