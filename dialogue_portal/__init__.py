"""Base that the apps stand on, and the top that joins them; no business rules.

Importing the package loads the Celery application, so that `shared_task` finds it in every process.
"""

from dialogue_portal.celery import app as celery_app

__all__ = ["celery_app"]
