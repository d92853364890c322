"""Two thousand hostile requests, made from the permission matrix by a seed: `cases`; sent by test_hostile.py.

Every case is one that changes nothing, whatever the portal makes of it: what must be refused, and reading what is open.
"""

import json
import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from ipaddress import IPv4Address
from itertools import count
from typing import Any
from urllib.parse import quote, urlencode

# Whom the table lets in, in the word of its outcomes.
LET_IN = "let in"
CSRF_TOKEN = "h" * 32
FORM = "application/x-www-form-urlencoded"
# Of addresses that the resolver knows, the one that never stops answering.
STREAM = "speakers:floor-events"
SIGN_IN_FORMS = ("account_login", "account_signup", "account_reset_password", "account_request_login_code")

RTL = "\u202e\u2067moc.elpmaxe@elpoep\u2069"
HOMOGLYPHS = "\u0430dmin@ex\u0430mple.org \uff0e\uff0e\uff0f \u212aen\u0443a"
TEXTS = [
    "\0",
    "a\0b",
    RTL,
    HOMOGLYPHS,
    "' OR 1=1 --",
    "{{ settings.SECRET_KEY }}",
    "<script>alert(1)</script>",
    "\r\nSet-Cookie: a=b",
    "../../etc/passwd",
    "9" * 400,
    "-1",
    "1e309",
    "NaN",
    "\ufdd0\U0010ffff",
    "x" * 30_000,
]
# Whole segments of a path.
SEGMENTS = [
    "%00",
    "a%00b",
    "%ff%fe",
    "..%2f..",
    quote(RTL),
    quote(HOMOGLYPHS),
    "-1",
    "0",
    "9" * 60,
    "%0d%0a",
    "x" * 3000,
]
FIELDS = {
    "is_secretariat": "on",
    "is_superuser": "on",
    "is_active": "on",
    "status": "selected",
    "state": "accepted",
    "organization": "1",
    "delegation": "1",
    "session": "1",
    "registered_by": "1",
    "actor": "1",
    "role": "commission_chair",
    "regional_group": "asia_pacific",
    "client_token": "00000000-0000-0000-0000-000000000000",
    "seen_revision": "999999999999999999999",
    "revision": "-1",
    "decision_released_at": "2019-01-01",
    "password": "a long and quiet sentence",
    "_method": "DELETE",
    "next": "//evil.example/",
    "page": "99999999999999999999999",
    "q": "a\0b",
    "state__in": "x",
}
HEADERS: list[dict[str, str]] = [
    {"Host": "evil.example"},
    {"Host": "localhost:1@evil.example"},
    {"X-Forwarded-Host": "evil.example"},
    {"X-Forwarded-Proto": "https"},
    {"X-HTTP-Method-Override": "DELETE"},
    {"X-Original-URL": "/people/audit/", "X-Rewrite-URL": "/people/audit/"},
    {"X-Forwarded-User": "secretariat@example.org", "Remote-User": "secretariat@example.org"},
    {"Authorization": "Basic c2VjcmV0YXJpYXQ6eA=="},
    {"HX-Request": "true", "HX-Current-URL": "http://[", "HX-Target": "<b>"},
    {"Accept-Language": "a" * 4000},
    {"Accept": "\xff;q=banana", "Accept-Encoding": "gzip;q=x, \xfe"},
    {"Referer": "http://[::1", "Origin": "null"},
    {"Range": "bytes=9-1,-999999999999999999"},
    {"If-Modified-Since": "Mon, 99 Foo 99999 99:99:99 GMT", "If-None-Match": "\xff"},
    {"Last-Event-ID": "-1e9"},
    {"User-Agent": "\xff" * 500},
]


@dataclass(frozen=True)
class Target:
    """An address of the resolver about things of somebody else, and what the table says becomes of each person."""

    name: str
    path: str
    # Role → method → outcome.
    outcomes: dict[str, dict[str, str]]

    def refuses(self, role: str, *methods: str) -> bool:
        return all(self.outcomes[role][method] != LET_IN for method in methods)


@dataclass(frozen=True)
class Case:
    """One request; `is_refused` if the table says so, else it may be answered, and still changes nothing."""

    kind: str
    role: str
    name: str
    method: str
    path: str
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    is_refused: bool = True
    # It comes from an address of its own, by which its line in the log is found.
    address: str = ""

    def __str__(self) -> str:
        return f"{self.kind}: {self.method} {self.path[:120]} ({self.name}) by {self.role}"


def cases(targets: list[Target], keys: list[str], seed: int, wanted: int) -> list[Case]:
    """As many as wanted, of all kinds and of every address; the same for the same seed and world."""
    chosen = random.Random(seed)  # noqa: S311  (no secret: it must give the same again)
    addresses = (str(IPv4Address("10.0.0.0") + number) for number in count(1))
    found: list[Case] = []
    for target in _again_and_again(targets, chosen):
        kind = chosen.choice(KINDS)
        role = chosen.choice(list(target.outcomes))
        if case := kind(target, role, keys, chosen):
            address = next(addresses)
            forwarded = chosen.choice(["", "6.6.6.6, ", "127.0.0.1, ::1, ", "' OR 1=1, "]) + address
            found.append(_replaced(case, address, {"X-Forwarded-For": forwarded, **case.headers}))
        if len(found) == wanted:
            return found
    return found


def _replaced(case: Case, address: str, headers: dict[str, str]) -> Case:
    return Case(**{**vars(case), "address": address, "headers": headers})


def _again_and_again(targets: list[Target], chosen: random.Random) -> Iterator[Target]:
    while True:
        yield from chosen.sample(targets, len(targets))


def _form(values: dict[str, str]) -> dict[str, Any]:
    return {"body": urlencode(values).encode(), "headers": {"Content-Type": FORM, "X-CSRFToken": CSRF_TOKEN}}


def _some_fields(chosen: random.Random) -> dict[str, str]:
    return dict(chosen.sample(list(FIELDS.items()), 6))


def somebody_elses(target: Target, role: str, keys: list[str], chosen: random.Random) -> Case | None:
    """The plain request, about what is not theirs."""
    method = chosen.choice(["get", "post"])
    if not target.refuses(role, method):
        return None
    sent = _form({}) if method == "post" else {}
    return Case("somebody else's", role, target.name, method.upper(), target.path, **sent)


def fields_added(target: Target, role: str, keys: list[str], chosen: random.Random) -> Case | None:
    """A form with fields that no form shows."""
    if not target.refuses(role, "post"):
        return None
    return Case("fields added", role, target.name, "POST", target.path, **_form(_some_fields(chosen)))


def hostile_texts(target: Target, role: str, keys: list[str], chosen: random.Random) -> Case | None:
    """NUL, right-to-left, homoglyphs, bytes that are no UTF-8; to the sign-in forms too, with no valid address."""
    is_open = target.name in SIGN_IN_FORMS
    if not is_open and not target.refuses(role, "post"):
        return None
    names = ["login", "email", "password", "full_name"] if is_open else ["text", "name", "reason", "title", "pk"]
    sent = _form({name: chosen.choice(TEXTS[:9]) for name in names})
    if chosen.random() < 0.3:
        sent["body"] += b"&text=%ff%fe\xff\xc3\x28&%00=%ud800"
    return Case("hostile texts", role, target.name, "POST", target.path, is_refused=not is_open, **sent)


def wrong_key(target: Target, role: str, keys: list[str], chosen: random.Random) -> Case | None:
    """A key of another kind of thing, or none at all, in place of the address's own."""
    found = re.findall(r"/([0-9a-f]{8}-[0-9a-f-]{27}|\d+)(?=/)", target.path)
    method = chosen.choice(["get", "post"])
    if not found or not target.refuses(role, method):
        return None
    path = target.path.replace(chosen.choice(found), chosen.choice([*chosen.sample(keys, 8), *SEGMENTS]))
    sent = _form({}) if method == "post" else {}
    return Case("wrong key", role, target.name, method.upper(), path, **sent)


def wrong_segment(target: Target, role: str, keys: list[str], chosen: random.Random) -> Case | None:
    """Something that no converter takes, anywhere in the path."""
    parts = target.path.strip("/").split("/")
    if not target.refuses(role, "get", "post"):
        return None
    parts[chosen.randrange(len(parts))] = chosen.choice(SEGMENTS)
    return Case("wrong segment", role, target.name, "GET", "/" + "/".join(parts) + "/", is_refused=False)


def other_method(target: Target, role: str, keys: list[str], chosen: random.Random) -> Case:
    """PUT, DELETE and the like; HEAD where only POST is meant."""
    method = chosen.choice(["PUT", "DELETE", "PATCH", "TRACE", "HEAD", "PROPFIND"])
    sent = {} if method in ("HEAD", "TRACE") else _form(_some_fields(chosen))
    is_refused = target.refuses(role, "get", "post")
    return Case("other method", role, target.name, method, target.path, is_refused=is_refused, **sent)


def long_query(target: Target, role: str, keys: list[str], chosen: random.Random) -> Case | None:
    """Hostile filters of lists, repeated, over-long, with NUL; also where reading is open."""
    if target.name == STREAM:
        return None
    names = [*FIELDS, "search", "group", "sort", "since", "until", "action", "object", "language", "fragment"]
    values = [(chosen.choice(names), chosen.choice([*TEXTS, *keys[:5]])) for _ in range(chosen.randrange(1, 6))]
    query = chosen.choice(
        [urlencode(values)[:50_000], "%ff=%fe&&&==%", "&".join(["a=1"] * 3000), "next=//evil.example"]
    )
    is_refused = target.refuses(role, "get")
    return Case("query", role, target.name, "GET", f"{target.path}?{query}", is_refused=is_refused)


def broken_body(target: Target, role: str, keys: list[str], chosen: random.Random) -> Case | None:
    """Bodies that are not what their type says, too many fields, too deep, too large (rarely: it takes time)."""
    if not target.refuses(role, "post"):
        return None
    boundary = "multipart/form-data; boundary=b"
    kinds: list[tuple[str, bytes]] = [
        ("application/json", b"[" * 50_000),
        ("application/json", json.dumps(FIELDS).encode()),
        (boundary, b'--b\r\nContent-Disposition: form-data; name="file"; filename="\0../x.pdf"\r\n\r\n%PDF'),
        (boundary, b"--c\r\nnothing\r\n"),
        (
            boundary,
            b'--b\r\nContent-Disposition: form-data; name="a"\r\nContent-Transfer-Encoding: base64\r\n\r\n!\r\n--b--',
        ),
        ("multipart/form-data", b"--\r\n"),
        ("multipart/form-data; boundary=" + "b" * 300, b"--\r\n"),
        (f"{FORM}; charset=utf-16", "text=a".encode("utf-16")),
        (f"{FORM}; charset=no-such-thing", b"text=a"),
        (FORM, b"&".join(b"f%d=1" % number for number in range(1500))),
        (FORM, b"text=" + b"x" * 100_000),
        ("text/xml", b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'),
        ("\xff/\xfe", b"\xff\xfe"),
    ]
    kind, body = chosen.choice(kinds)
    if chosen.random() < 0.05:
        kind, body = FORM, b"text=" + b"x" * 2_200_000
    headers = {"Content-Type": kind, "X-CSRFToken": CSRF_TOKEN}
    return Case("broken body", role, target.name, "POST", target.path, body, headers)


def header_tricks(target: Target, role: str, keys: list[str], chosen: random.Random) -> Case | None:
    """Headers that claim to be somebody, somewhere or something else."""
    method = chosen.choice(["get", "post"])
    if not target.refuses(role, method):
        return None
    sent = _form(_some_fields(chosen)) if method == "post" else {"headers": {}}
    sent["headers"] |= chosen.choice(HEADERS)
    return Case("header tricks", role, target.name, method.upper(), target.path, **sent)


def no_token(target: Target, role: str, keys: list[str], chosen: random.Random) -> Case | None:
    """A form from another site, without the token of our own."""
    if target.outcomes[role]["post"] == "method not allowed":
        return None
    sent = _form(_some_fields(chosen))
    del sent["headers"]["X-CSRFToken"]
    return Case("no token", role, target.name, "POST", target.path, **sent)


KINDS: list[Callable[[Target, str, list[str], random.Random], Case | None]] = [
    somebody_elses,
    fields_added,
    hostile_texts,
    wrong_key,
    wrong_segment,
    other_method,
    long_query,
    broken_body,
    header_tricks,
    no_token,
]
