"""Every kind of answer carries every security header: asked of a running server with the settings of production."""

import re
import subprocess
import sys
from contextlib import contextmanager

import pytest
import requests

from tests.e2e.running_portal import ROOT, RunningPortal, wait_until

pytestmark = pytest.mark.only("sqlite", "a portal with an SQLite of its own")
HOST = "portal.example"
EXPECTED = {
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains; preload",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
FILL = """
from django.test import Client
from dialogue_portal import jobs
from dialogue_portal.live import sign_stream
from summaries.models import Rendering
rendering = Rendering.objects.filter(file_format="pdf", version__summary__status="published").first()
jobs.run("rendering", rendering.pk)
session = rendering.version.summary.session
def cookie(user):
    browser = Client()
    browser.force_login(user)
    return browser.cookies["__Host-sessionid"].value
result = {
    "slug": session.slug,
    "pdf": str(rendering.pk),
    "token": sign_stream("floor", str(session.pk)),
    "staff": cookie(User.objects.filter(is_secretariat=True).first()),
    "admin": cookie(User.objects.create_superuser("admin@example.org", "irrelevant", full_name="Admin")),
}
"""


class Server:
    """uvicorn as behind a proxy that speaks HTTPS."""

    def __init__(self, portal: RunningPortal) -> None:
        self.portal, self.known = portal, portal.run(FILL)
        with portal.log.open("ab") as lines:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "uvicorn", "dialogue_portal.asgi:application", "--port", str(portal.port)],
                cwd=ROOT,
                env=portal.environment,
                stdout=lines,
                stderr=subprocess.STDOUT,
            )
        wait_until(portal.answers, 60, portal.log.read_text)

    def ask(self, path, who="", method="GET", host=HOST, proto="https", **headers):
        if who:
            headers["Cookie"] = f"__Host-sessionid={self.known[who]}"
        headers |= {"Host": host, "X-Forwarded-Proto": proto, "X-Forwarded-For": "198.51.100.7"}
        address = f"http://localhost:{self.portal.port}{path.format(**self.known)}"
        answer = requests.request(method, address, headers=headers, allow_redirects=False, stream=True, timeout=20)
        answer.close()
        return answer


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    portal = RunningPortal(
        tmp_path_factory.mktemp("headers"), PORTAL_URL=f"https://{HOST}", PROXY_COUNT="1", SECOND_FACTOR_ROLES=""
    )
    try:
        portal.prepare()
        portal.manage("load_demo")
        server = Server(portal)
        yield server
        server.process.terminate()
        server.process.wait(20)
    finally:
        portal.close()


def directives(answer):
    return {part.split()[0]: part.split()[1:] for part in answer.headers["Content-Security-Policy"].split(";")}


def assert_is_guarded(answer):
    assert {name: answer.headers.get(name) for name in EXPECTED} == EXPECTED
    assert "camera=()" in answer.headers["Permissions-Policy"]
    policy = directives(answer)
    assert (policy["default-src"], policy["frame-ancestors"]) == (["'none'"], ["'none'"])
    sources = {source for name, values in policy.items() for source in values}
    assert sources <= {"'none'", "'self'", "data:"}
    assert policy.get("script-src", ["'self'"]) == policy.get("style-src", ["'self'"]) == ["'self'"]
    assert "Server" not in answer.headers or "python" not in answer.headers["Server"].lower()
    for cookie in answer.raw.headers.getlist("Set-Cookie"):
        assert re.match(r"__Host-|messages=", cookie), cookie
        assert {"HttpOnly", "Secure", "SameSite=Lax", "Path=/"} <= set(cookie.split("; ")), cookie
        assert "Domain" not in cookie


ANSWERS = {
    "page": ("/", {}, 200, "text/html"),
    "page with a form": ("/accounts/login/", {}, 200, "text/html"),
    "page of a person": ("/people/me/", {"who": "staff"}, 200, "text/html"),
    "page in Arabic": ("/ar/", {}, 200, "text/html"),
    "partial": ("/sessions/{slug}/floor/parts/pool/", {"who": "staff", "HX-Request": "true"}, 200, "text/html"),
    "redirect to sign in": ("/people/me/", {}, 302, ""),
    "redirect to HTTPS": ("/", {"proto": "http"}, 301, ""),
    "bad request": ("/", {"host": "elsewhere.example"}, 400, "text/html"),
    "forbidden": ("/admin/accounts/auditentry/", {"who": "admin"}, 404, "text/html"),
    "refused form": ("/accounts/login/", {"method": "POST"}, 403, "text/html"),
    "wrong method": ("/accounts/sessions/", {"who": "staff", "method": "DELETE"}, 403, "text/html"),
    "missing": ("/no-such-page/", {}, 404, "text/html"),
    "JSON": ("/sessions/{slug}/floor/state/", {}, 200, "application/json"),
    "event stream": ("/sessions/{slug}/floor/events/?token={token}", {}, 200, "text/event-stream"),
    "event stream refused": ("/sessions/{slug}/floor/events/?token=x", {}, 403, "text/plain"),
    "PDF": ("/sessions/{slug}/summary/renderings/{pdf}/download/", {"who": "staff"}, 200, "application/pdf"),
    "CSV": ("/sessions/{slug}/manage/intents/?export=csv", {"who": "staff"}, 200, "text/csv"),
    "administration": ("/admin/", {"who": "admin"}, 200, "text/html"),
    "probe": ("/healthz/live", {}, 200, "application/json"),
    "probe over plain HTTP": ("/healthz/ready", {"proto": "http", "host": HOST}, 200, "application/json"),
}


@pytest.mark.parametrize("name", ANSWERS)
def test_answer_is_guarded(server, name):
    path, how, status, content_type = ANSWERS[name]

    answer = server.ask(path, **how)

    assert answer.status_code == status
    assert answer.headers.get("Content-Type", "").startswith(content_type)
    if how.get("proto") != "http":
        assert_is_guarded(answer)
    if how.get("who"):
        assert "private" in answer.headers["Cache-Control"]


def test_static_file_is_guarded(server):
    page = requests.get(
        f"http://localhost:{server.portal.port}/", headers={"Host": HOST, "X-Forwarded-Proto": "https"}, timeout=20
    )
    for path in re.findall(r'(?:href|src)="(/static/[^"]+)"', page.text):
        answer = server.ask(path)
        assert answer.status_code == 200
        assert_is_guarded(answer)


@contextmanager
def broken_table(portal, name):
    move = "from django.db import connection; connection.cursor().execute(f'ALTER TABLE {a} RENAME TO {b}')"
    portal.run(move, a=name, b="elsewhere")
    yield
    portal.run(move, a="elsewhere", b=name)


def test_our_own_failure_is_guarded(server):
    with broken_table(server.portal, "mailings_mailing"):
        answer = server.ask("/mailings/", who="staff")

    assert answer.status_code == 500
    assert_is_guarded(answer)


def test_private_files_are_attachments(server):
    answer = server.ask(ANSWERS["PDF"][0], who="staff")

    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_cookies_of_a_sign_in_are_guarded(server):
    answer = server.ask("/accounts/login/")

    cookies = answer.raw.headers.getlist("Set-Cookie")
    assert [cookie.partition("=")[0] for cookie in cookies] == ["__Host-csrftoken"]
