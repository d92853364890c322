"""What is sent and in which words: the outbox, and the templates that staff edit."""

from mailings.models.outbox import SEALED_MARK, Mailing, Message, new_message_id, occasion_label
from mailings.models.templates import MailTemplate

__all__ = ["SEALED_MARK", "MailTemplate", "Mailing", "Message", "new_message_id", "occasion_label"]
