#!/usr/bin/env python3
"""Starts a PostgreSQL and a Redis of its own, runs a command with DATABASE_URL and REDIS_URL set, stops both.

Both listen on free loopback ports, keep their files in a temporary folder and wait for no disk. Nothing that happens
to be running on the machine is used. Standard library only.
"""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

START_SECONDS = 30.0
FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=200")


def main(command: list[str]) -> int:
    # A stop from outside ends the servers too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with tempfile.TemporaryDirectory(prefix="portal-servers-") as folder:
        # Another user runs the database when this one is root, and needs the way to its folder.
        Path(folder).chmod(0o755)
        with postgresql(Path(folder)) as database_url, redis(Path(folder)) as redis_url:
            environment = {**os.environ, "DATABASE_URL": database_url, "REDIS_URL": redis_url}
            return subprocess.run(command, env=environment).returncode


@contextmanager
def postgresql(folder: Path) -> Iterator[str]:
    """A fresh PostgreSQL; yields the address of its empty database."""
    data, port = folder / "postgresql", free_port()
    data.mkdir()
    as_owner: list[str] = []
    if os.getuid() == 0:
        # PostgreSQL refuses to run as root.
        shutil.chown(data, "postgres", "postgres")
        as_owner = ["runuser", "-u", "postgres", "--"]
    initdb, server = (str(postgresql_program(name)) for name in ("initdb", "postgres"))
    quietly(
        [*as_owner, initdb, "--no-sync", "--auth=trust", "--username=portal", "--encoding=UTF8", f"--pgdata={data}"]
    )
    options = [f"-c{option}" for option in (*FAST, "listen_addresses=127.0.0.1", f"unix_socket_directories={data}")]
    with running([*as_owner, server, "-D", str(data), "-p", str(port), *options], port, folder / "postgresql.log"):
        yield f"postgres://portal@127.0.0.1:{port}/postgres"


@contextmanager
def redis(folder: Path) -> Iterator[str]:
    """A fresh Redis that keeps nothing; yields its address."""
    port = free_port()
    program = shutil.which("redis-server") or missing("redis-server")
    command = [program, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(folder)]
    with running(command, port, folder / "redis.log"):
        yield f"redis://127.0.0.1:{port}/0"


def postgresql_program(name: str) -> Path:
    """Debian keeps the server's programs out of the PATH, one folder for each version; the newest is taken."""
    found = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: int(path.parts[-3]))
    return found[-1] if found else Path(shutil.which(name) or missing(name))


def missing(program: str) -> str:
    raise SystemExit(f"{program} is not installed; `make test` installs it")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def quietly(command: list[str]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, cwd="/")
    if done.returncode:
        raise SystemExit(done.stdout + done.stderr)


@contextmanager
def running(command: list[str], port: int, log: Path) -> Iterator[None]:
    """Run a server until the block ends; it is there once its port answers."""
    with log.open("w") as lines:
        server = subprocess.Popen(command, stdout=lines, stderr=subprocess.STDOUT, cwd="/", start_new_session=True)
    try:
        deadline = time.monotonic() + START_SECONDS
        while not answers(port):
            if server.poll() is not None or time.monotonic() > deadline:
                raise SystemExit(f"{command[0]} does not start:\n{log.read_text()}")
            time.sleep(0.05)
        yield
    finally:
        # The whole group: as root the database's parent is `runuser`. SIGINT is PostgreSQL's fast stop.
        with suppress(ProcessLookupError):
            os.killpg(server.pid, 2)
        try:
            server.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(server.pid, 9)
            server.wait()


def answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
