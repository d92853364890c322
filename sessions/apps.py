from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from dialogue_portal.audit import audited


class SessionsConfig(AppConfig):
    name = "sessions"
    # `sessions` is taken by django.contrib.sessions.
    label = "dialogue_sessions"
    verbose_name = _("dialogue sessions")

    def ready(self) -> None:
        from sessions import models

        audited(
            models.DialogueSession,
            models.SessionText,
            models.LeadingQuestion,
            models.LeadingQuestionText,
            models.ThemeArea,
            models.ThemeAreaText,
            models.PhaseWindow,
            models.SessionRole,
            models.Document,
            models.CommissionSession,
            models.ProgrammeItem,
        )
        # An intent to speak makes one: their order would be its order.
        audited(models.Participant, shows_order=False)
        # The note itself is kept whole beside the entry.
        audited(models.ConceptNote, exclude=["source_text", "recognised"])
