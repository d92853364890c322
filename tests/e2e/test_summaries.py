"""The Chair's summary in a real browser and with the real worker: no reload, nothing lost with a killed worker."""

import hashlib
import os
import re
import signal
import subprocess
from pathlib import Path

import pytest

from tests.e2e.accessibility import violations
from tests.e2e.running_portal import wait_until

SESSION = """
from datetime import UTC, datetime, timedelta
now = datetime.now(UTC)
session, new = DialogueSession.objects.get_or_create(slug=slug, defaults=dict(
    title="Alliances for public services", status="published", venue="Conference Room 4",
    starts_at=now - timedelta(days=9), ends_at=now - timedelta(days=9) + timedelta(hours=3)))
if new:
    question = LeadingQuestion.objects.create(session=session, number=1)
    LeadingQuestionText.objects.create(question=question, language="en", text="How do alliances form?")
"""
TEXT = """
from summaries.services.drafting import add_paragraph, start_summary
session, user = DialogueSession.objects.get(slug=slug), User.objects.get(email=address)
summary = start_summary(session, actor=user)
sections = list(summary.sections.all())
words = "Ministers stressed that alliances with local authorities had extended services to those who had none. "
for number in range(count):
    add_paragraph(sections[number * 3 // count], text=words * 5, actor=user)
for number in range(3):
    Point.objects.create(session=session, text=f"Mayors pooled budgets in case {number}.", noted_by=user)
"""
FREEZE = """
from summaries.services.versions import freeze_version
user = User.objects.get(email=address)
version = freeze_version(Summary.objects.get(session__slug=slug), purpose="draft", actor=user)
result = str(version.renderings.get(file_format="pdf").pk)
"""
STATE = "result = [(row.state, row.attempt) for row in [Rendering.objects.get(pk=rendering)]][0]"
FILE = "result = [(row.file.path, row.sha256) for row in [Rendering.objects.get(pk=rendering)]][0]"
# The worker that renders ten pages, and everything it has loaded for that (megabytes).
WORKER_LIMIT = 300


def summary_of(portal, slug, count):
    portal.run(SESSION, slug=slug)
    rapporteur = portal.person(f"rapporteur.{slug}@demo.example", roles={slug: ["rapporteur"]})
    portal.run(TEXT, slug=slug, address=rapporteur, count=count)
    return rapporteur


def text_of(path):
    return subprocess.run(
        ["/usr/bin/env", "pdftotext", "-layout", path, "-"], capture_output=True, check=True
    ).stdout.decode()


def test_file_becomes_ready_without_a_reload(portal, page_for):
    page = page_for(summary_of(portal, "ready", 6))
    page.goto("/sessions/ready/summary/versions/")
    page.get_by_role("button", name="Keep the text as a version").click()
    page.get_by_role("link", name="Version 1").wait_for()
    page.evaluate("window.notReloaded = true")
    page.get_by_role("link", name=re.compile("Download PDF")).wait_for()
    assert page.evaluate("window.notReloaded")
    with page.expect_download() as started:
        page.get_by_role("link", name=re.compile("Download PDF")).click()
    assert "6." in text_of(started.value.path())


def test_rendering_of_a_killed_worker_is_taken_up_again(portal):
    rapporteur = summary_of(portal, "killed", 250)
    rendering = portal.run(FREEZE, slug="killed", address=rapporteur)
    wait_until(lambda: portal.run(STATE, rendering=rendering)[0] == "running", 20, portal.log.read_text)
    os.kill(portal.processes()["worker"], signal.SIGKILL)
    assert portal.run(STATE, rendering=rendering) == ["running", 1]

    wait_until(lambda: portal.run(STATE, rendering=rendering)[0] == "done", 60, portal.log.read_text)

    assert portal.run(STATE, rendering=rendering) == ["done", 2]
    path, sha256 = portal.run(FILE, rendering=rendering)
    assert hashlib.sha256(Path(path).read_bytes()).hexdigest() == sha256
    assert re.search(r"^ *250\.", text_of(path), re.MULTILINE)


def test_worker_stays_small_while_it_renders_ten_pages(portal):
    rapporteur = summary_of(portal, "ten-pages", 42)
    rendering = portal.run(FREEZE, slug="ten-pages", address=rapporteur)
    wait_until(lambda: portal.run(STATE, rendering=rendering)[0] == "done", 30, portal.log.read_text)
    path, _sha256 = portal.run(FILE, rendering=rendering)
    assert text_of(path).count("\f") in {9, 10, 11}
    assert portal.resident_megabytes("worker") < WORKER_LIMIT


def assert_fine(page):
    """Nothing wrong on a wide screen, and no sideways scrolling on a phone."""
    assert violations(page) == []
    page.set_viewport_size({"width": 375, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
    page.set_viewport_size({"width": 1280, "height": 800})


def _draft(rapporteur, home):
    rapporteur.goto(home)
    assert_fine(rapporteur)
    rapporteur.get_by_label("Mayors pooled budgets in case 1.").check()
    rapporteur.get_by_role("button", name="Write a paragraph from the points ticked").click()
    assert_fine(rapporteur)
    rapporteur.get_by_role("button", name="Add paragraph").click()
    rapporteur.get_by_text("Move or remove 4").click()
    rapporteur.get_by_role("button", name="Move paragraph 4 up").click()
    rapporteur.get_by_text("Move or remove 4").wait_for()
    assert_fine(rapporteur)


def _open_a_consultation(chair, home):
    chair.goto(home)
    chair.get_by_role("link", name="Open a consultation").click()
    chair.get_by_role("button", name="Freeze the text and open the consultation").click()
    chair.get_by_label("Open it all the same").wait_for()
    assert_fine(chair)
    chair.get_by_label("Open it all the same").check()
    chair.get_by_role("button", name="Freeze the text and open the consultation").click()
    chair.get_by_role("heading", name="Text, version 1").wait_for()


def _propose(member, home):
    member.goto(home)
    member.get_by_role("link", name="Comment on paragraph 1 or propose wording").click()
    assert_fine(member)
    wording = member.get_by_role("textbox", name="Proposed wording")
    wording.fill(wording.input_value().replace("stressed", "underlined", 1))
    member.get_by_role("button", name="Propose this wording").click()
    member.get_by_label("Position of the group").select_option("comments")
    member.get_by_role("button", name="State the group’s position").click()
    assert_fine(member)


def _decide(chair, home):
    chair.goto(f"{home}consultation/")
    assert_fine(chair)
    chair.get_by_role("link", name="Decide on the wording of paragraph 1").click()
    assert_fine(chair)
    chair.get_by_label("Accepted", exact=True).check()
    chair.get_by_label("Reason").fill("Clearer.")
    chair.get_by_role("button", name="Record the decision").click()
    chair.get_by_text("Close the consultation now").first.click()
    chair.get_by_label("Reason").fill("All groups have answered.")
    chair.get_by_role("button", name="Close the consultation now").click()
    chair.get_by_text("The consultation is closed.").wait_for()
    chair.goto(f"{home}dispositions/")
    assert_fine(chair)


def _publish(chair, home):
    chair.goto(home)
    chair.get_by_role("link", name="Finalize the summary").click()
    chair.get_by_role("button", name="Finalize the summary").click()
    chair.get_by_role("link", name=re.compile("Download Word")).wait_for()
    chair.goto(f"{home}versions/")
    assert_fine(chair)
    chair.get_by_role("link", name="Version 2").click()
    chair.get_by_role("link", name="version 1", exact=True).click()
    assert_fine(chair)
    chair.goto(home)
    chair.get_by_role("button", name="Publish the summary").click()
    chair.get_by_text("everybody can read it at this address").wait_for()
    assert_fine(chair)


@pytest.mark.only("postgresql", "what pages look like")
def test_pages_are_accessible_and_fit_a_phone(portal, page_for):
    """All pages of one journey, so that each is seen with something on it."""
    slug = "journey"
    rapporteur = page_for(summary_of(portal, slug, 3))
    chair = page_for(portal.person(f"chair.{slug}@demo.example", roles={slug: ["commission_chair"]}))
    member = page_for(portal.person(f"bureau.{slug}@demo.example", roles={slug: ["bureau:african"]}))
    home = f"/sessions/{slug}/summary/"

    _draft(rapporteur, home)
    _open_a_consultation(chair, home)
    _propose(member, home)
    _decide(chair, home)
    _publish(chair, home)


def test_visitor_reads_nothing_before_publication(portal, page):
    portal.run(SESSION, slug="waiting")
    page.goto("/sessions/waiting/summary/")
    page.get_by_text("The Chair’s summary is not published yet").wait_for()
    assert violations(page) == []


def test_points_become_a_paragraph_without_javascript(portal, page_for):
    page = page_for(summary_of(portal, "plain", 2), javascript=False)
    page.goto("/sessions/plain/summary/")
    page.get_by_label("Mayors pooled budgets in case 0.").check()
    page.get_by_role("button", name="Write a paragraph from the points ticked").click()
    page.get_by_role("button", name="Add paragraph").click()
    page.get_by_role("article", name="Paragraph 3").wait_for()
