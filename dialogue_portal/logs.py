"""How log lines look: as text or, for LOG_FORMAT=json, one object a line; both name who asked for what is logged."""

import json
import logging
from datetime import UTC, datetime

from django.http import HttpRequest


def asked_by(record: logging.LogRecord) -> dict[str, str]:
    """Method, person's identifier and address of the request that a record is about; empty if it is about none.

    Only a person who is known already: a log line must not ask the database.
    """
    request = getattr(record, "request", None)
    if not isinstance(request, HttpRequest):
        return {}
    user = getattr(request, "_cached_user", None)
    return {
        "method": str(request.method),
        "user": str(user.pk) if user is not None and user.pk else "-",
        "address": request.META.get("REMOTE_ADDR") or "-",
    }


class RefusalsInOneLine(logging.Filter):
    """Lets all through; makes a refused request a warning without traceback: it is no failure of the portal's."""

    def filter(self, record: logging.LogRecord) -> bool:
        if getattr(record, "status_code", 500) < 500:
            record.exc_info = record.exc_text = None
            if record.levelno > logging.WARNING:
                record.levelno, record.levelname = logging.WARNING, logging.getLevelName(logging.WARNING)
        return True


class LineFormatter(logging.Formatter):
    """Time in UTC, level, logger, message and who asked. What was typed cannot begin a new line of the log."""

    def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:  # noqa: N802 – logging's name
        return datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 – logging's name
        line = super().formatMessage(record).replace("\r", "\\r").replace("\n", "\\n")
        who = asked_by(record)
        return f"{line} ({who['method']} by user {who['user']}, from {who['address']})" if who else line


class JsonFormatter(logging.Formatter):
    """Time in UTC, level, logger, message, who asked; the traceback where there is one."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            **asked_by(record),
        }
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)
