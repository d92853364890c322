"""Two thousand hostile requests to the running portal: nothing breaks, nothing changes, nothing leaks, all is logged.

The world and what each person may are those of the permission matrix; `HOSTILE_SEED` makes other requests.
"""

import os
import re
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection

import pytest

from tests.e2e.hostile import CSRF_TOKEN, Target, cases
from tests.e2e.running_portal import RunningPortal

REQUESTS, THREADS = 2000, 4
FILL = """
from django.conf import settings
from tests.permissions.addresses import ROWS, addresses, key_of
from tests.permissions.world import World
world = World()
secrets = {name: f"zq-{name}-kept-to-ourselves" for name in ("speaker", "motivation", "comment", "review", "mail")}
Participant.objects.filter(pk=world.things["intent"].participant_id).update(name=secrets["speaker"])
Application.objects.filter(pk=world.things["application"].pk).update(motivation=secrets["motivation"])
Comment.objects.filter(pk=world.things["comment"].pk).update(text=secrets["comment"])
SpeakingIntent.objects.filter(pk=world.things["intent"].pk).update(name=secrets["speaker"])
# That a link was followed for the first time is noted, whoever follows it.
Invitation.objects.update(opened_at=world.session.starts_at)
Review.objects.create(
    application=world.things["application"], reviewer=world.person("reviewer"), comment=secrets["review"]
)
Message.objects.filter(pk=world.things["message"].pk).update(text=secrets["mail"])
targets = []
for address in addresses():
    row = ROWS[key_of(address.name)]
    outcomes = {role: {method: row.outcome(method, role) for method in ("get", "post")} for role in roles}
    targets.append([address.name, address.url(world.arguments(address, row)), outcomes])
result = {
    "targets": targets,
    "keys": [str(getattr(thing, "pk", thing)) for name, thing in world.things.items() if name not in own],
    "cookies": {role: world.cookie(role) for role in [*roles, *owners]},
    "csrf_cookie": settings.CSRF_COOKIE_NAME,
    "secrets": secrets,
}
"""
# Each who comes without any right to what the addresses are about.
ROLES = ["visitor", "nobody", "delegate_elsewhere", "applicant_elsewhere", "bureau_group", "bureau_elsewhere"]
# What is theirs all the same, and so must stand in nobody else's place.
OWN = ["provisional_intent", "erasure_request", "join_request", "application_of_applicant_elsewhere"]
# Who may read a secret, and where: proof that there is something that could leak.
OWNERS = {
    "speaker": ("delegate", "speakers:show-intent"),
    "motivation": ("secretariat", "stakeholders:application"),
    "comment": ("bureau", "summaries:dispositions"),
    "mail": ("secretariat", "mailings:message"),
}
# Every table's rows as one number, without what signing in and being here leave behind.
HASHES = """
import hashlib
from django.db import connection
result = {}
with connection.cursor() as cursor:
    for table in set(connection.introspection.table_names()) - {"django_session", "usersessions_usersession"}:
        cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
        rows = sorted(repr([bytes(v) if isinstance(v, memoryview) else v for v in row]) for row in cursor)
        result[table] = hashlib.sha256(repr(rows).encode()).hexdigest()
"""


@pytest.fixture(scope="module")
def portal(tmp_path_factory):
    """One with the matrix's world, behind a proxy that names the client's address."""
    running = RunningPortal(
        tmp_path_factory.mktemp("hostile"), os.environ.get("DATABASE_URL", ""), PROXY_COUNT="1", SECOND_FACTOR_ROLES=""
    )
    try:
        running.prepare()
        running.serve()
        yield running
    finally:
        running.close()


@pytest.fixture(scope="module")
def known(portal):
    return portal.run(FILL, roles=ROLES, own=OWN, owners=["delegate", "secretariat", "bureau"])


class Answer:
    def __init__(self, case, response):
        self.case, self.status, self.body = case, response.status, response.read()
        leads_to = response.headers.get("Location", "")
        self.is_sent_to_sign_in = self.status == 302 and re.search(r"/(login|reauthenticate)/\?", leads_to) is not None
        self.is_refused = 400 <= self.status < 500 or self.is_sent_to_sign_in

    def __str__(self):
        return f"{self.status} to {self.case}"


def send(portal, known, some):
    """Send one after the other; the connection is made anew where the server closed it."""
    connection = HTTPConnection("localhost", portal.port, timeout=60)
    answers = []
    for case in some:
        cookie = f"{known['cookies'][case.role]}; {known['csrf_cookie']}={CSRF_TOKEN}"
        connection.request(case.method, case.path, case.body or None, {"Cookie": cookie, **case.headers})
        answers.append(Answer(case, connection.getresponse()))
    connection.close()
    return answers


def lines_of_refusals(portal):
    """How many lines of the log each client's address has."""
    found = re.findall(r"\(\w+ by user \S+, from (\S+)\)$", portal.log.read_text(errors="replace"), re.MULTILINE)
    return Counter(found)


def is_logged(answer):
    """What Django answers itself, and what we send to sign in; other packages' redirects are theirs."""
    ours = not answer.case.name.startswith(("account_", "mfa_", "admin:"))
    return answer.status >= 400 or (answer.is_sent_to_sign_in and ours)


def test_secrets_are_there_for_whom_they_are_meant(portal, known):
    for secret, (role, name) in OWNERS.items():
        path = next(path for known_name, path, _ in known["targets"] if known_name == name)
        connection = HTTPConnection("localhost", portal.port, timeout=60)
        connection.request("GET", path, headers={"Cookie": known["cookies"][role]})
        page = connection.getresponse().read().decode()
        connection.close()
        assert known["secrets"][secret] in page, secret


def test_hostile_requests_break_change_and_leak_nothing_and_are_logged(portal, known):
    # The same each time, so that a failure is the change's own; other seeds are for whoever hunts.
    seed = int(os.environ.get("HOSTILE_SEED", "63"))
    chosen = cases([Target(*target) for target in known["targets"]], known["keys"], seed, REQUESTS)
    before = portal.run(HASHES)

    with ThreadPoolExecutor(THREADS) as pool:
        parts = pool.map(lambda some: send(portal, known, some), [chosen[start::THREADS] for start in range(THREADS)])
        answers = [answer for part in parts for answer in part]

    lines = lines_of_refusals(portal)
    wrong = {
        "failed": [str(answer) for answer in answers if answer.status >= 500],
        "let in": [str(answer) for answer in answers if answer.case.is_refused and not answer.is_refused],
        "leaked": [
            str(answer) for answer in answers if any(s.encode() in answer.body for s in known["secrets"].values())
        ],
        "not logged once": [
            f"{lines[answer.case.address]} lines for {answer}"
            for answer in answers
            if lines[answer.case.address] != is_logged(answer)
        ],
        "changed": [table for table, rows in portal.run(HASHES).items() if rows != before[table]],
    }
    assert {what: found for what, found in wrong.items() if found} == {}, f"HOSTILE_SEED={seed}"
    assert len(answers) == REQUESTS
    assert "Traceback" not in portal.log.read_text(errors="replace")
