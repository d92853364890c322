"""The main job, walked once by everybody in it: from the real concept note to the published summary as PDF.

Each step is a function named for who acts and what they do, on pages only; rows are made for nothing but the accounts
and roles that the secretariat gives out beforehand. The test's own process never touches the portal's database.
"""

import datetime
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pikepdf
from playwright.sync_api import Page, expect

from tests.e2e.journey_notes import CSW63_NOTE, SHIPPED_NOTE, Note
from tests.e2e.running_portal import PASSWORD, RunningPortal
from tests.sessions.real_note import is_real_note_required

SLUG = "csw63-interactive-dialogue"
HOME = f"/sessions/{SLUG}/"
ROLES = {
    "reviewer": "reviewer",
    "moderator": "moderator",
    "rapporteur": "rapporteur",
    "chair": "commission_chair",
    "presiding": "presiding_chair",
    "bureau": "bureau:african",
}
ALLIANCE = "Joint budgeting by ministries and women’s organizations lets rural clinics stay open."
CHALLENGE = "Informal workers remain outside most social protection schemes."
NEW_WORDING = "Ministers stressed that budgeting together with women’s organizations keeps rural clinics open."


def secretariat_sets_up_the_session(page: Page, note: Note) -> None:
    page.goto("/sessions/new/")
    page.get_by_label("Concept note as a file").set_input_files(note.file)
    page.get_by_role("button", name="Make a draft of it").click()

    expect(page.get_by_text("Everything was found in the concept note.")).to_be_visible()
    recognised = {
        **note.recognised,
        "time_zone": "America/New_York",
        "initial_seconds": "180",
        "follow_up_seconds": "60",
        "opening_minutes": "15",
        "stakeholders_min": "3",
        "stakeholders_max": "4",
    }
    assert {name: page.locator(f"main [name={name}]").input_value() for name in recognised} == recognised
    assert not page.locator("[name=keeps_speakers_list]").is_checked()
    for name in ("overview", "format", "questions_text", "outcome"):
        assert len(page.locator(f"[name={name}]").input_value()) > 200
    assert page.locator("#questions textarea").nth(2).input_value().endswith("?")
    page.locator("[name=slug]").fill(SLUG)
    page.get_by_label("Agenda item").fill("Item 3 (a)")
    page.get_by_role("button", name="Save and publish the session").click()

    expect(page.get_by_text("The session is published.")).to_be_visible()
    assert urlsplit(page.url).path == HOME
    expect(page.get_by_text("No speakers’ list is kept.")).to_be_visible()


def secretariat_opens_the_phases(page: Page) -> None:
    page.goto(f"{HOME}manage/phases/")
    the_day_after_tomorrow = datetime.datetime.now(datetime.UTC) + datetime.timedelta(days=2)
    for phase, label in (("intents", "Intents to speak"), ("applications", "Applications")):
        page.get_by_text(re.compile(f"Change these times.*{label}", re.DOTALL)).click()
        page.locator(f"[name={phase}-closes]").fill(the_day_after_tomorrow.strftime("%Y-%m-%dT18:00"))
        page.locator(f"[name={phase}-reason]").fill("The meeting of this test is past.")
        save = page.get_by_role("button", name=re.compile(f"Save these times.*{label}", re.DOTALL))
        save.click()
        saved = page.get_by_text(f"The times of “{label}” are saved.")
        # So late a time is asked about, where the note's meeting is past.
        asked = page.get_by_label("Keep this time all the same")
        expect(saved.or_(asked)).to_be_visible()
        if asked.is_visible():
            asked.check()
            save.click()
        expect(saved).to_be_visible()


def delegate_registers_an_intent(page: Page) -> None:
    page.goto("/")
    # Other tests may have opened other sessions to the same delegation.
    asked = page.get_by_role("link", name="Communicate the intention")
    asked.and_(page.locator(f"[href*='{SLUG}']")).click()
    page.get_by_label("Name of the minister").fill("Amina Wanjiru Otieno")
    page.get_by_label("Functional title").fill("Cabinet Secretary for Gender and Social Protection")
    page.get_by_label("Level").select_option("minister")
    page.get_by_role("button", name="Register the intent").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_text("Amina Wanjiru Otieno").first).to_be_visible()


@dataclass(frozen=True)
class Applicant:
    """One organization that applies, and who would speak for it."""

    organization: str
    kind: str
    region: str
    speaker: str

    @property
    def address(self) -> str:
        return self.speaker.split()[0].lower() + "@applicants.example"


LAKE_FORUM = Applicant("Lake Women’s Forum", "womens_organization", "african", "Grace Achieng")
APPLICANTS = [
    LAKE_FORUM,
    Applicant("Unión de Trabajadoras", "trade_union", "latin_american_caribbean", "Lucia Paredes"),
    Applicant("Danube Academy", "academia", "eastern_european", "Jana Novotná"),
    Applicant("Mekong Water Bank", "finance_institution", "asia_pacific", "Somchai Boonmee"),
]


def applicant_signs_up(page: Page, applicant: Applicant, portal: RunningPortal) -> None:
    page.goto("/")
    page.get_by_role("link", name="Create an account").first.click()
    page.get_by_label("Full name").fill(applicant.speaker)
    page.get_by_label("Email").fill(applicant.address)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Create account").click()
    page.get_by_label("Code").fill(portal.code_sent_to(applicant.address))
    page.get_by_role("button", name="Confirm").click()
    expect(page.get_by_text(f"You have confirmed {applicant.address}.")).to_be_visible()


def applicant_applies(page: Page, applicant: Applicant) -> None:
    save = page.get_by_role("button", name="Save and continue").first
    page.goto(f"{HOME}apply/")
    page.get_by_role("link", name="Start an application").click()
    page.get_by_label("Name of the organization").fill(applicant.organization)
    page.get_by_label("Kind of organization").select_option(applicant.kind)
    page.get_by_label("Region where it works").select_option(applicant.region)
    if applicant.kind == "womens_organization":
        page.get_by_label("Consultative status with ECOSOC").select_option("special")
    save.click()

    page.get_by_label("Name of the speaker").fill(applicant.speaker)
    page.get_by_label("Functional title of the speaker").fill("President")
    page.get_by_label("English").check()
    if applicant.kind != "womens_organization":
        page.get_by_label("Nominated by").fill("The organization’s governing body")
    save.click()

    page.get_by_label("Work with governments").fill("Since 2014 with ministries and local authorities.")
    for area in page.locator("[name=theme_areas]").all():
        area.check()
    page.get_by_label("The speaker brings expertise at national level").check()
    page.get_by_label("What this expertise is, and where").fill("Ten years in the ministry of health.")
    page.get_by_label("What the organization would bring").fill("Budgets written together with those concerned.")
    save.click()

    page.get_by_label("Kind").select_option("established")
    page.get_by_label("Title of the initiative").fill("Clinics that stay open")
    page.get_by_label("Place").fill("Three districts")
    page.get_by_label("What was done").fill("Twelve clinics planned together.")
    page.get_by_label("What changed").fill("They stay open at night.")
    save.click()

    page.get_by_role("button", name="Submit application").click()
    expect(page.get_by_text("Submitted, under review")).to_be_visible()


def secretariat_screens(page: Page) -> None:
    for applicant in APPLICANTS:
        page.goto(f"{HOME}manage/applications/")
        page.get_by_role("link", name=applicant.organization).click()
        page.get_by_role("radio", name="Eligible", exact=True).check()
        page.get_by_label("Evidence of work with governments").fill("Letters of two ministries.")
        page.get_by_role("button", name="Record the finding").click()
        expect(page.get_by_text(f"{applicant.organization}: Eligible.")).to_be_visible()


def reviewer_scores_and_recommends(page: Page) -> None:
    """Declares no conflict, scores all four and recommends them as the set."""
    page.goto("/")
    page.get_by_role("link", name="Review applications").click()
    page.get_by_role("link", name="Declare conflicts of interest").click()
    page.get_by_role("button", name="Record my declaration").click()
    expect(page.get_by_text("Your declaration was recorded.")).to_be_visible()
    for number in range(len(APPLICANTS)):
        page.goto(f"{HOME}review/")
        page.get_by_role("link", name=re.compile("^Score ")).first.click()
        expect(page.get_by_role("button", name="Submit review")).to_be_visible()
        for criterion in page.locator("fieldset").all():
            criterion.get_by_role("radio", name=str(4 - number % 2), exact=True).check()
        page.get_by_role("button", name="Submit review").click()
        expect(page.get_by_text(re.compile("Your review of .* was submitted"))).to_be_visible()
    page.goto(f"{HOME}review/")
    expect(page.get_by_text("4 of 4 reviews submitted.")).to_be_visible()

    page.goto(f"{HOME}panel/")
    page.get_by_role("button", name="Suggest a set").click()
    for applicant in APPLICANTS:
        expect(page.get_by_role("article").filter(has_text=applicant.organization)).to_be_visible()
    for reason in page.get_by_label(re.compile("Reason")).all():
        reason.fill("Evidence of lasting work with governments in its region.")
    page.get_by_role("button", name="Recommend this set").click()
    expect(page.get_by_text("Recommended", exact=True).first).to_be_visible()


def chair_decides_on_the_panel(page: Page) -> None:
    page.goto(f"{HOME}panel/")
    page.get_by_role("button", name="Record my decision").click()
    expect(page.get_by_role("heading", name="As decided")).to_be_visible()


def secretariat_makes_the_decisions_known(page: Page) -> None:
    page.goto(f"{HOME}panel/")
    page.get_by_role("button", name="Make the decisions known").click()
    expect(page.get_by_text("The decisions are known")).to_be_visible()


def applicant_confirms(page: Page) -> None:
    page.goto("/")
    page.get_by_role("link", name="Confirm participation").click()
    page.get_by_role("radio", name="In person").check()
    page.get_by_role("button", name="Confirm participation").click()
    expect(page.get_by_text("Participation confirmed").first).to_be_visible()


def presiding_chair_opens_the_meeting(page: Page) -> None:
    page.goto(f"{HOME}floor/")
    page.get_by_role("button", name="Open the meeting").click()
    expect(page.get_by_text("The meeting is running")).to_be_visible()


def moderator_gives_the_floor(page: Page, screen: Page) -> None:
    """To a stakeholder, to a minister, and a follow-up to the minister; the public screen follows by itself."""
    page.goto(f"{HOME}floor/")
    screen.goto(f"{HOME}screen/")
    expect(screen.get_by_role("heading", level=1)).to_have_text("Nobody has the floor")

    page.get_by_role("button", name="Give the floor to Lake Women’s Forum").click()
    expect(screen.get_by_role("heading", level=1)).to_have_text("Grace Achieng")
    # The pool follows too: a press on a pool of before says so and gives nobody the floor.
    expect(page.locator("#floor-pool").get_by_text("Has the floor", exact=True)).to_be_visible()

    page.get_by_role("button", name="Give the floor to Kenya").click()
    expect(screen.get_by_role("heading", level=1)).to_have_text("Amina Wanjiru Otieno")
    expect(screen.locator("[data-screen=represents]")).to_have_text("Kenya")
    digits = screen.locator(".clock-digits")
    expect(digits).to_have_text(re.compile(r"^2:5\d$"))
    first = digits.inner_text()
    expect(digits).not_to_have_text(first)

    page.get_by_role("button", name="Give a follow-up (1:00)").click()
    expect(digits).to_have_text(re.compile(r"^0:5\d$"))


def rapporteur_notes_two_points(page: Page) -> None:
    page.goto(f"{HOME}floor/")
    for text, kind in ((ALLIANCE, "alliance"), (CHALLENGE, "challenge")):
        page.get_by_label("Point", exact=True).fill(text)
        page.locator("#point-form [name=kind]").select_option(kind)
        page.get_by_role("button", name="Note the point").click()
        expect(page.get_by_text("The point is noted.")).to_be_visible()
        expect(page.get_by_text(text)).to_be_visible()


def rapporteur_drafts_the_summary(page: Page) -> None:
    """Turns both points into numbered paragraphs."""
    page.goto(f"{HOME}summary/")
    page.get_by_role("button", name="Start the summary").click()
    for text in (ALLIANCE, CHALLENGE):
        page.get_by_label(text).check()
        page.get_by_role("button", name="Write a paragraph from the points ticked").click()
        expect(page.get_by_label("Text")).to_have_value(re.compile(re.escape(text)))
        page.locator("main form button[type=submit]").last.click()
        expect(page.get_by_role("article").filter(has_text=text)).to_be_visible()
    expect(page.get_by_text("0 of 2 points are in no paragraph yet.")).to_be_visible()


def staff_puts_the_text_to_consultation(page: Page) -> None:
    page.goto(f"{HOME}summary/masthead/")
    page.get_by_label("Symbol").fill("E/CN.6/2019/CRP.1")
    page.locator("main form button[type=submit]").last.click()
    page.get_by_role("link", name="Open a consultation").click()
    page.get_by_role("button", name="Freeze the text and open the consultation").click()
    opened = page.get_by_role("heading", name="Text, version 1")
    asked = page.get_by_label("Open it all the same")
    expect(opened.or_(asked)).to_be_visible()
    if asked.is_visible():
        asked.check()
        page.get_by_role("button", name="Freeze the text and open the consultation").click()
    expect(opened).to_be_visible()


def bureau_member_comments_and_proposes(page: Page) -> None:
    page.goto(f"{HOME}summary/consultation/")
    paragraph = page.get_by_role("article").filter(has_text=ALLIANCE)
    paragraph.get_by_role("link", name=re.compile("propose wording")).click()
    page.get_by_label("Comment", exact=True).fill("The group welcomes this paragraph.")
    page.get_by_role("button", name="Send the comment").click()
    expect(page.get_by_text("The group welcomes this paragraph.")).to_be_visible()

    paragraph.get_by_role("link", name=re.compile("propose wording")).click()
    page.get_by_label("Proposed wording").fill(NEW_WORDING)
    page.get_by_role("button", name="Propose this wording").click()
    expect(page.locator("ins").first).to_be_visible()


def chair_accepts(page: Page) -> None:
    """Both the comment and the wording; then the summary is finalized and published."""
    page.goto(f"{HOME}summary/consultation/")
    page.get_by_text("Close the consultation now").first.click()
    page.get_by_label("Reason").fill("All groups have answered.")
    page.get_by_role("button", name="Close the consultation now").click()
    expect(page.get_by_text("The consultation is closed.")).to_be_visible()
    for link in ("Decide on the comment", "Decide on the wording"):
        page.goto(f"{HOME}summary/dispositions/")
        page.get_by_role("link", name=re.compile(link)).first.click()
        page.get_by_role("radio", name="Accepted", exact=True).check()
        page.get_by_label("Reason").fill("It says more clearly what was heard.")
        page.get_by_role("button", name="Record the decision").click()
        expect(page.get_by_text("The decision is recorded.")).to_be_visible()
    page.goto(f"{HOME}summary/")
    page.get_by_role("link", name="Finalize the summary").click()
    page.get_by_role("button", name="Finalize the summary").click()
    page.get_by_role("button", name="Publish the summary").click()
    expect(page.get_by_text("The summary is published")).to_be_visible()


def page_shows_the_rendering_without_reload(page: Page) -> None:
    """Queued, then rendering if it takes long enough to be asked for, then ready: on the page as it is."""
    pdf = page.locator(".rendering").filter(has_text="PDF")
    page.evaluate("window.notReloaded = true")
    assert pdf.locator(".status").inner_text() in {"Queued", "Rendering", "Ready"}
    expect(pdf.locator(".status")).to_have_text("Ready", timeout=60_000)
    assert page.evaluate("window.notReloaded") is True


def visitor_reads_and_downloads(page: Page, folder: Path) -> None:
    page.goto(HOME)
    page.get_by_role("link", name="Chair’s summary").first.click()
    expect(page.get_by_text(NEW_WORDING)).to_be_visible()
    assert ALLIANCE not in page.content()
    with page.expect_download() as download:
        page.get_by_role("link", name=re.compile("Download PDF")).click()
    file = folder / "summary.pdf"
    download.value.save_as(file)

    with pikepdf.open(file) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang) == "en"
        pages = len(pdf.pages)
    text = subprocess.run(["pdftotext", "-layout", file, "-"], check=True, capture_output=True, text=True).stdout  # noqa: S607
    assert text.count("E/CN.6/2019/CRP.1") >= pages
    assert f"1/{pages}" in text
    assert re.search(r"^\s*1\.\s", text, re.MULTILINE)
    assert NEW_WORDING in " ".join(text.split())


def test_dialogue_runs_from_concept_note_to_published_summary(portal, new_page, page_for, tmp_path):
    people = {role: f"{role}@journey.example" for role in ("secretariat", "delegate", *ROLES)}
    portal.person(people["secretariat"], secretariat=True)
    portal.person(people["delegate"], delegation="KE")
    staff = page_for(people["secretariat"])
    secretariat_sets_up_the_session(staff, CSW63_NOTE if is_real_note_required() else SHIPPED_NOTE)
    secretariat_opens_the_phases(staff)
    for person, role in ROLES.items():
        portal.person(people[person], roles={SLUG: [role]})

    delegate_registers_an_intent(page_for(people["delegate"]))
    applicants = {applicant: new_page() for applicant in APPLICANTS}
    for applicant, page in applicants.items():
        applicant_signs_up(page, applicant, portal)
        applicant_applies(page, applicant)
    secretariat_screens(staff)
    reviewer_scores_and_recommends(page_for(people["reviewer"]))
    commission_chair = page_for(people["chair"])
    chair_decides_on_the_panel(commission_chair)
    secretariat_makes_the_decisions_known(staff)
    applicant_confirms(applicants[LAKE_FORUM])

    presiding_chair_opens_the_meeting(page_for(people["presiding"]))
    moderator_gives_the_floor(page_for(people["moderator"]), new_page(width=1920, height=1080))
    rapporteur = page_for(people["rapporteur"])
    rapporteur_notes_two_points(rapporteur)

    rapporteur_drafts_the_summary(rapporteur)
    staff_puts_the_text_to_consultation(staff)
    bureau_member_comments_and_proposes(page_for(people["bureau"]))
    chair_accepts(commission_chair)
    page_shows_the_rendering_without_reload(commission_chair)
    visitor_reads_and_downloads(new_page(), tmp_path)
