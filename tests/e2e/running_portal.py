"""The real portal for browser tests: web server, worker and beat as `manage.py supervise` runs them.

It has a folder, a port and a database of its own. The tests' own process never touches that database: rows are made
and read by a second process (`in_portal.py`) with the portal's settings.
"""

import email
import email.policy
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from contextlib import closing, suppress
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg2

from scripts.with_servers import free_port

ROOT = Path(__file__).resolve().parents[2]
PASSWORD = "correct horse battery staple"
# Generous: the machine may be busy with other things.
START_SECONDS = 180
# A word of its command line → what a process is.
PROCESSES = {"uvicorn": "web", "worker": "worker", "beat": "beat"}


# Database server ("" for SQLite) → a migrated database that nobody uses: its name there, or the path of its file.
migrated: dict[str, str] = {}
# Where the static files were collected, once they were.
_collected: list[Path] = []


class RunningPortal:
    """Start it, use it, stop it. `url` has no slash at its end."""

    def __init__(self, folder: Path, database_url: str = "", redis_url: str = "", **environment: str) -> None:
        self.folder = folder
        self.port = free_port()
        self.url = f"http://localhost:{self.port}"
        self.environment = {
            **{name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "REDIS_URL"}},
            "VAR_DIR": str(folder),
            "PORTAL_URL": self.url,
            "SECRET_KEY": "only-for-browser-tests-only-for-browser-tests-only",
            # So short that a test can wait for what a killed worker left.
            "JOB_SWEEP_SECONDS": "2",
            "JOB_LOST_SECONDS": "6",
            **environment,
        }
        # Its lines appear at once without being told to.
        self.environment.pop("PYTHONUNBUFFERED", None)
        self.server = database_url
        if database_url:
            self.environment["DATABASE_URL"] = fresh_database(database_url)
        if redis_url:
            self.environment["REDIS_URL"] = redis_url
        self.log = folder / "portal.log"
        self.supervisor: subprocess.Popen[bytes] | None = None
        self._inside: subprocess.Popen[str] | None = None

    # --- Processes ---------------------------------------------------------------------------------------------

    def prepare(self) -> None:
        """Migrate the database and collect the static files: each done once, copied for every later portal."""
        if self.server in migrated:
            self._take_migrated()
        else:
            self.manage("migrate", "--verbosity", "0")
            self._keep_migrated()
        if _collected:
            (self.folder / "static").symlink_to(_collected[0])
        else:
            self.manage("collectstatic", "--noinput", "--verbosity", "0")
            _collected.append(self.folder / "static")

    def _take_migrated(self) -> None:
        if self.server:
            self.environment["DATABASE_URL"] = fresh_database(self.server, copy_of=migrated[self.server])
        else:
            shutil.copy(migrated[""], self.folder / "portal.sqlite3")

    def _keep_migrated(self) -> None:
        if self.server:
            migrated[self.server] = database_name(fresh_database(self.server, copy_of=self.database_name))
        else:
            migrated[""] = str(shutil.copy(self.folder / "portal.sqlite3", self.folder / "migrated.sqlite3"))

    @property
    def database_name(self) -> str:
        return database_name(self.environment["DATABASE_URL"])

    def start(self, command: str = "supervise") -> None:
        """Start the portal and wait until it answers and all its processes are there."""
        with self.log.open("ab") as lines:
            self.supervisor = subprocess.Popen(
                [sys.executable, "manage.py", command],
                cwd=ROOT,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=lines,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        wait_until(lambda: self.answers() and len(self.processes()) == 3, START_SECONDS, self.log.read_text)

    def serve(self) -> None:
        """Start the web server alone, so that no row changes but by requests, and wait until it answers."""
        with self.log.open("ab") as lines:
            self.supervisor = subprocess.Popen(
                [sys.executable, "-m", "uvicorn", "dialogue_portal.asgi:application", "--port", str(self.port)],
                cwd=ROOT,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=lines,
                stderr=subprocess.STDOUT,
            )
        wait_until(self.answers, START_SECONDS, self.log.read_text)

    def stop(self, number: signal.Signals = signal.SIGINT) -> int:
        """Stop it as Ctrl-C does; returns the supervisor's exit code."""
        assert self.supervisor is not None
        self.supervisor.send_signal(number)
        return self.supervisor.wait(20)

    def close(self) -> None:
        """Stop everything that was started, however the tests went."""
        if self._inside:
            self._inside.communicate()
        if self.supervisor and self.supervisor.poll() is None:
            self.stop()

    def answers(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    def processes(self) -> dict[str, int]:
        """Process numbers of web, worker and beat, those that run."""
        assert self.supervisor is not None
        children = Path(f"/proc/{self.supervisor.pid}/task/{self.supervisor.pid}/children").read_text().split()
        found = {}
        for child in children:
            # One that has just died has no words, or is gone.
            with suppress(FileNotFoundError, ProcessLookupError):
                words = Path(f"/proc/{child}/cmdline").read_text().split("\0")
                found |= {name: int(child) for word, name in PROCESSES.items() if word in words}
        return found

    def resident_megabytes(self, name: str) -> float:
        """Resident memory of one of the processes."""
        status = Path(f"/proc/{self.processes()[name]}/status").read_text()
        return int(re.search(r"VmRSS:\s+(\d+)", status)[1]) / 1024

    # --- Commands and rows ----------------------------------------------------------------------------------------

    def manage(self, *arguments: str) -> str:
        """Run a management command; returns what it printed, fails if it failed."""
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, f"{arguments}: {done.stdout}{done.stderr}"
        return done.stdout

    def run(self, code: str, **values: Any) -> Any:
        """Run Python inside the portal: all models and `values` are names; what it binds to `result` comes back.

        `result` must be something that JSON can say.
        """
        if self._inside is None:
            self._inside = subprocess.Popen(
                [sys.executable, str(Path(__file__).with_name("in_portal.py"))],
                cwd=ROOT,
                env={**self.environment, "PYTHONPATH": str(ROOT)},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
        self._inside.stdin.write(json.dumps({"code": code, "values": values}) + "\n")
        self._inside.stdin.flush()
        answer = json.loads(self._inside.stdout.readline())
        assert "error" not in answer, answer.get("error")
        return answer["result"]

    def person(self, address: str, **about: Any) -> str:
        """Make a person who can sign in with PASSWORD, if there is none of this address; returns the address.

        About them: `name`, `secretariat=True`, `delegation="KE"`, `organization="Name"`, and
        `roles={"session-slug": ["reviewer", …]}`; a Bureau member's role is written "bureau:african".
        """
        self.run("result = make_person(address, password, about)", address=address, password=PASSWORD, about=about)
        return address

    # --- Mail -----------------------------------------------------------------------------------------------------

    def mails_to(self, address: str) -> list[EmailMessage]:
        """What was sent to one address, oldest first."""
        files = sorted((self.folder / "mail").glob("*.log"), key=lambda path: path.stat().st_mtime)
        # Django's file backend writes each message followed by a line of dashes.
        parts = [part for path in files for part in re.split(r"^-{79}$", path.read_text(), flags=re.MULTILINE)]
        mails = [
            email.message_from_string(part.lstrip("\n"), policy=email.policy.default) for part in parts if part.strip()
        ]
        return [mail for mail in mails if address.casefold() in (mail["To"] or "").casefold()]

    def newest_mail_to(self, address: str, count: int = 1, seconds: float = 15) -> EmailMessage:
        """The newest mail to an address once at least `count` have come."""
        wait_until(lambda: len(self.mails_to(address)) >= count, seconds, lambda: f"no mail to {address}")
        return self.mails_to(address)[-1]

    def code_sent_to(self, address: str) -> str:
        """The sign-up or sign-in code in the newest mail to an address."""
        text = self.newest_mail_to(address).get_body(("plain",)).get_content()
        return re.search(r"^\s*([A-Z0-9]{3,6}-?[A-Z0-9]{3,6})\s*$", text, re.MULTILINE)[1]


def wait_until(true: Any, seconds: float, otherwise: Any) -> None:
    """Poll until `true()`; fails with the words of `otherwise()` after `seconds`."""
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, otherwise()
        time.sleep(0.1)


def database_name(url: str) -> str:
    return urlsplit(url).path[1:]


def fresh_database(url: str, copy_of: str = "template1") -> str:
    """A database beside the one that `url` names, on the same server: empty, or a copy of one that nobody uses."""
    name = f"portal_{free_port()}"
    with closing(psycopg2.connect(url)) as connection:
        connection.autocommit = True
        connection.cursor().execute(f'CREATE DATABASE "{name}" TEMPLATE "{copy_of}"')
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))
