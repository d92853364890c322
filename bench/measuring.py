"""Fills a database, serves it, measures the acts of the portal and prints them beside the floor of the same run."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402

from bench import archive, paper, rates, rows  # noqa: E402
from bench.applying import fill_in  # noqa: E402
from bench.exporting import take_away  # noqa: E402
from bench.serving import Answer, Client, Figure, compare, server  # noqa: E402
from dialogue_portal.supervisor import portal_commands  # noqa: E402
from scripts.with_servers import free_port  # noqa: E402


@dataclass(frozen=True)
class Line:
    """One act: what it cost, what its floor cost, and what it may cost as a ratio and in queries."""

    act: str
    ours: Figure
    floor: float
    ratio: float
    queries: int | None = None

    def __str__(self) -> str:
        ratio = self.ours.milliseconds / self.floor
        over = ratio > self.ratio or (self.queries is not None and self.ours.queries > self.queries)
        queries = "" if self.queries is None else f"{self.ours.queries:4d} (≤ {self.queries})"
        return (
            f"{self.act:44} {self.ours.milliseconds:8.1f} {self.floor:8.1f} {ratio:6.1f} (≤ {self.ratio:g})".ljust(80)
            + f" {queries:12} {'OVER' if over else ''}"
        )


def main() -> None:
    call_command("migrate", verbosity=0)
    call_command("load_demo", stdout=StringIO())
    call_command("collectstatic", interactive=False, verbosity=0)
    filled = rows.fill()
    archive.fill()
    print(f"{'':44} {'ours ms':>8} {'floor ms':>8} {'ratio':>6} {'budget':9} queries")
    port = free_port()
    with server(_command(port), port):
        for line in _pages(filled, port):
            print(line, flush=True)
        with rates.nothing_kept(), server(_command(other := free_port()), other):
            print(rates.compare_rates(filled.session_path, kept=port, anew=other), flush=True)
    print(Line("PDF, 10 pages, whole task (floor: WeasyPrint)", *paper.measure(), ratio=1.3), flush=True)


def _command(port: int) -> list[str]:
    """As it runs in use: one uvicorn process embedded, gunicorn with threads in production."""
    if settings.REDIS_URL:
        gunicorn = ["gunicorn", "dialogue_portal.wsgi:application", f"--bind=localhost:{port}", "--log-level=warning"]
        return [*gunicorn, "--worker-class=gthread", "--workers=2", "--threads=4"]
    # Without the program, which `server` adds.
    return portal_commands(port)["web"][2:]


def _pages(filled: rows.Filled, port: int) -> Iterator[Line]:
    visitor, staff, applicant, reviewer = (
        Client(port, key) for key in ("", filled.staff_key, filled.applicant_key, filled.reviewer_key)
    )

    def line(act: str, do: Callable[[], list[Answer]], ratio: float, queries: int) -> Line:
        return Line(act, *compare(do, lambda: visitor.page("/bench/floor/")), ratio, queries)

    yield line("floor, against itself", lambda: visitor.page("/bench/floor/"), 1.2, 3)
    # With a parameter no page is kept for visitors, nor is a kept one sent.
    yield line("landing page, made anew", lambda: visitor.page("/?anew"), 1.5, 8)
    yield line("landing page, kept", lambda: visitor.page("/"), 0.3, 8)
    yield line("page of a session, made anew", lambda: visitor.page(f"{filled.session_path}?anew"), 1.5, 8)
    yield line("page of a session, kept", lambda: visitor.page(filled.session_path), 0.3, 8)
    yield line("list of sessions, 15 of 300 shown", lambda: visitor.page("/sessions/?anew"), 3, 8)
    yield line("archive, 15 of 300 shown", lambda: visitor.page("/sessions/archive/?anew"), 3, 8)
    for words, query in (
        ("one word", "alliances"),
        ("three words", "reports+public+serv"),
        ("a symbol", "E/CN.6/1234"),
    ):
        yield line(f"search, {words}", lambda query=query: visitor.page(f"/search/?q={query}"), 3, 8)
    yield line("call page, to an applicant", lambda: applicant.page(filled.call_path), 1.5, 8)
    yield line("list of applications, 50 of 1,000 shown", lambda: staff.page(filled.list_path), 4, 12)
    yield line("review queue, 250 of 1,000 shown", lambda: reviewer.page(filled.queue_path), 8, 15)
    yield line("one application", lambda: staff.page(filled.detail_path), 2.5, 15)
    yield line("apply, per request", lambda: fill_in(applicant, filled.apply_paths), 2, 12)
    yield line("export all 1,000 as CSV, 29 columns", lambda: take_away(staff, filled), 60, 15)


if __name__ == "__main__":
    # The folder is new for each run.
    Path(settings.VAR_DIR).mkdir(exist_ok=True)
    main()
