"""Past moments for the demo's history: services ask Django for the time, and here it is told."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from unittest.mock import patch


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """What runs inside takes place at `moment` (UTC), so that history and deadlines are those of that time."""
    with patch("django.utils.timezone.now", return_value=moment):
        yield
