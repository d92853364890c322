"""The portal's settings with two things more: the floor's address, and a header that counts the queries."""

from dialogue_portal.settings import *  # noqa: F403
from dialogue_portal.settings import MIDDLEWARE

ROOT_URLCONF = "bench.urls"
MIDDLEWARE = ["bench.floor.CountQueriesMiddleware", *MIDDLEWARE]
